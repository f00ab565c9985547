"""Splits a build's wall time between third-party and own crates, from cargo's own timing report.

Each moment is shared equally among the units that run in it; a moment in which none runs counts as
third-party. So the two add up to the whole. Ends with 1 if a bound is broken.
"""

import json
import re
import sys

WHOLE, OWN = 180.0, 75.0


def shares(units):
    """Seconds of the whole build, and of it the seconds of own crates."""
    edges = sorted({0.0} | {unit["start"] for unit in units} | {unit["start"] + unit["duration"] for unit in units})
    own = 0.0
    for begin, end in zip(edges, edges[1:]):
        running = [unit for unit in units if unit["start"] <= begin and begin < unit["start"] + unit["duration"]]
        if running:
            own += (end - begin) * sum(is_own(unit) for unit in running) / len(running)
    return edges[-1], own


def is_own(unit):
    return unit["name"] == "nabat" or unit["name"].startswith("nabat-")


def main():
    html = open(sys.argv[1], encoding="utf-8").read()
    units = json.loads(re.search(r"const UNIT_DATA = (\[.*?\n\]);", html, re.S).group(1))
    whole, own = shares(units)
    holds = whole <= WHOLE and own <= OWN
    slowest = sorted(filter(is_own, units), key=lambda unit: -unit["duration"])[:5]
    if "--json" in sys.argv[2:]:
        print(json.dumps({
            "whole_seconds": round(whole, 1), "third_party_seconds": round(whole - own, 1),
            "own_seconds": round(own, 1), "bound_whole": WHOLE, "bound_own": OWN, "holds": holds,
        }))
    else:
        print(f"First build of nabat: {len(units)} units, {sum(map(is_own, units))} of them own")
        print(f"  whole        {whole:6.1f} s   bound <= {WHOLE:.0f}: {'holds' if whole <= WHOLE else 'BROKEN'}")
        print(f"  third-party  {whole - own:6.1f} s")
        print(f"  own crates   {own:6.1f} s   bound <= {OWN:.0f}: {'holds' if own <= OWN else 'BROKEN'}")
        print("  slowest own: " + ", ".join(f"{unit['name']} {unit['duration']:.1f} s" for unit in slowest))
    return 0 if holds else 1


sys.exit(main())
