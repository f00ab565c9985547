#!/usr/bin/env python3
"""Whether every promise was tried over every table, from what the suites of one run printed.

`everywhere.py LOGS SKIPS [SUITE ...]`: LOGS is the folder with a suite's output each; SKIPS says which promises the suite
`aws` leaves out, and why; the suites are those of this run. Ends with 1 where a promise that was tried over one table was
neither tried over another nor is left out there with a reason.
"""

import pathlib
import sys

from proofs import ran

TABLES = {"promises": "memory", "embedded": "SQLite", "aws": "DynamoDB"}


def promises(log):
    return {name for name in ran(log) if name.split("::")[-1].startswith("promise_")}


def left_out(skips):
    """Beginnings or parts of names, as the test programs take them."""
    lines = [line.split(maxsplit=1) for line in skips.read_text().splitlines() if line and not line.startswith("#")]
    return [line[0] for line in lines if len(line) > 1]


def main():
    folder, skips, suites = pathlib.Path(sys.argv[1]), left_out(pathlib.Path(sys.argv[2])), sys.argv[3:]
    logs = {suite: folder / f"{suite}.log" for suite in TABLES if suite in suites}
    tried = {suite: promises(log) for suite, log in logs.items() if log.exists()}
    # Faults of the cloud's own table are tried over it alone.
    wanted = tried.get("promises", set()) | tried.get("embedded", set())
    missing = 0
    for suite, names in tried.items():
        for name in sorted(wanted - names):
            if suite == "aws" and any(skip in name for skip in skips):
                continue
            print(f"{name} was not tried over {TABLES[suite]}, and nothing says why")
            missing += 1
        print(f"{TABLES[suite]:28} {len(names & wanted):4} of {len(wanted)} promises' tests")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
