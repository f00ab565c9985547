"""Plays the demo with many seeds and has each one's figures recomputed from its journal."""

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True

from check import check  # noqa: E402 (nothing of Python is to lie beside the sources)

# Seeds played twice: the same seed has to give the same bytes.
TWICE = 3
LONGEST_SECONDS = 120


def program(arguments, *words):
    done = subprocess.run([arguments.program, *words], capture_output=True, timeout=LONGEST_SECONDS)
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise RuntimeError(f"`{' '.join(words[:2])}` ended with {done.returncode}: {' | '.join(last)}")
    return done.stdout


def play(arguments, seed, data):
    return program(arguments, "demo", "--seed", str(seed), "--exit", "--json", "--data", data, "--listen", "127.0.0.1:0")


def faults_of(arguments, seed):
    try:
        with tempfile.TemporaryDirectory(prefix="nabat-checker-") as folder:
            data = str(Path(folder, "first"))
            printed = play(arguments, seed, data)
            demo = json.loads(printed)
            journal = json.loads(program(arguments, "journal", "show", demo["incident"]["id"], "--data", data, "--json"))
            faults = check(journal, demo)
            if seed <= TWICE and play(arguments, seed, str(Path(folder, "second"))) != printed:
                faults.append("the second run printed other bytes")
            return faults
    except (RuntimeError, ValueError, LookupError, AttributeError, subprocess.TimeoutExpired) as error:
        return [f"{type(error).__name__}: {error}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the nabat binary")
    parser.add_argument("--seeds", type=int, required=True, help="seeds 1 to this one")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once")
    arguments = parser.parse_args()
    failed = 0
    with ThreadPoolExecutor(arguments.jobs) as pool:
        seeds = range(1, arguments.seeds + 1)
        for seed, faults in zip(seeds, pool.map(lambda seed: faults_of(arguments, seed), seeds)):
            failed += bool(faults)
            for fault in faults:
                print(f"seed {seed}: {fault}", flush=True)
    print(f"{arguments.seeds - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
