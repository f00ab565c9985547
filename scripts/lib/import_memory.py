#!/usr/bin/env python3
"""Peak memory of an import and of the figures of a file alone, at a hundred thousand and a million rows.

    import_memory.py PROGRAM EXAMPLE [--json] [--rows N]

Ends with 1 where ten times the rows take noticeably more to import, or a row of a file alone more bytes than said.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone

# An import at ten times the rows against the same at once.
FLAT = 1.25
# Bytes a row of a file alone takes at the peak, names and what the figures need meanwhile among them.
ROW = 300


def history(path, rows):
    """An invented history: 300 services, ten years, each row an incident of its own."""
    dice, begin = random.Random(5), datetime(2016, 1, 1, tzinfo=timezone.utc)
    with open(path, "w", encoding="utf-8") as file:
        file.write("incident,service,started_at,restored_at,function\n")
        for number in range(rows):
            began = begin + timedelta(seconds=dice.randrange(10 * 365 * 86_400))
            ended = began + timedelta(seconds=60 + dice.randrange(7_200))
            service = dice.randrange(300)
            file.write(f"INC{number:08},service-{service:03},{began:%Y-%m-%dT%H:%M:%SZ},{ended:%Y-%m-%dT%H:%M:%SZ},f{number % 5}\n")


def peak(arguments):
    """Runs a command; its peak memory in bytes and its seconds."""
    begun = time.monotonic()
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    told = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{arguments}: {told[-2000:]}")
    return usage.ru_maxrss * 1024, time.monotonic() - begun


def measure(program, example, rows, folder):
    data, found = os.path.join(folder, "data"), {}
    host = subprocess.Popen(
        [program, "serve", example, "--listen", "127.0.0.1:0", "--data", data],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    try:
        if b"http://" not in host.stdout.readline():
            sys.exit("the host does not serve")
        for count in (rows // 10, rows):
            path = os.path.join(folder, f"{count}.csv")
            history(path, count)
            imported = peak([program, "import", path, "--product", "clinics", "--data", data, "--unknown-services", "keep"])
            alone = peak([program, "reliability", "--outages", path, "--from", "2016-01-01", "--to", "2026-01-01", "--json"])
            found[count] = {"import": imported, "alone": alone, "file": os.path.getsize(path)}
    finally:
        host.terminate()
        host.wait()
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("example")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(asked.program, asked.example, asked.rows, folder)
    (few, small), (many, large) = sorted(found.items())
    times = large["import"][0] / small["import"][0]
    row = (large["alone"][0] - small["alone"][0]) / (many - few)
    holds = times <= FLAT and row <= ROW
    if asked.json:
        print(json.dumps({"rows": found, "import_times": round(times, 3), "bytes_a_row": round(row), "holds": holds}))
    else:
        for count, one in sorted(found.items()):
            for name in ("import", "alone"):
                size, seconds = one[name]
                print(f"{count} rows, {one['file'] / 1e6:.0f} MB, {name}: {size / 1e6:.1f} MB at the peak, {seconds:.1f} s")
        verdict = lambda holds: "holds" if holds else "BROKEN"
        print(f"import of ten times the rows: {times:.2f} x the memory; bound <= {FLAT}: {verdict(times <= FLAT)}")
        print(f"a file alone: {row:.0f} bytes a row; bound <= {ROW}: {verdict(row <= ROW)}")
    sys.exit(0 if holds else 1)


main()
