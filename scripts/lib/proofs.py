#!/usr/bin/env python3
"""The table of promises, faults and their proofs, from what the suites of one run printed.

`proofs.py LOGS [SUITE ...]`: LOGS is the folder with a suite's output each; the suites are those of this run. Writes the
table to LOGS/proofs.md, prints it short, ends with 1 where a proof is missing or did not pass.
"""

import pathlib
import re
import sys

NEXTEST = re.compile(r"^\s*(PASS|FAIL|TIMEOUT|SIGABRT|SIGSEGV|LEAK)\s+\[\s*([\d.]+)s\]\s+(?:\(\s*\d+/\d+\)\s+)?\S+\s+(\S+)$")
CARGO = re.compile(r"^test (\S+) \.\.\. (ok|FAILED)")


def ran(log):
    """Of each test its worst end and its longest time in seconds, where the runner says it."""
    found = {}
    for line in log.read_text(errors="replace").splitlines():
        if match := NEXTEST.match(line):
            passed, seconds, name = match[1] in ("PASS", "LEAK"), float(match[2]), match[3]
        elif match := CARGO.match(line):
            passed, seconds, name = match[2] == "ok", 0.0, match[1]
        else:
            continue
        before = found.get(name, (True, 0.0))
        found[name] = (before[0] and passed, max(before[1], seconds))
    return found


def meant(pattern, names):
    """Tests a pattern names: whole, or with their last parts, or by their beginning."""
    begins = pattern.endswith("*")
    wanted = pattern.rstrip("*")
    for name in names:
        tails = [name] + [name[match.end():] for match in re.finditer("::", name)]
        if any(tail.startswith(wanted) if begins else tail == wanted for tail in tails):
            yield name


def rows(text):
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            identity, words, proofs = (part.strip() for part in line.split(" | "))
            yield identity, words, proofs


def judged(proofs, logs):
    """How many tests prove a row, the longest one's time, and what is wrong with it."""
    tests, longest, wrong = 0, 0.0, []
    for proof in proofs.split(", "):
        suite, pattern = proof.split(":", 1)
        found = list(meant(pattern, logs.get(suite, {})))
        if not found:
            wrong.append(f"{proof} did not run")
        for name in found:
            passed, seconds = logs[suite][name]
            tests, longest = tests + 1, max(longest, seconds)
            if not passed:
                wrong.append(f"{suite}:{name} did not pass")
    return tests, longest, wrong


def main():
    folder, suites = pathlib.Path(sys.argv[1]), sys.argv[2:]
    logs = {suite: ran(folder / f"{suite}.log") for suite in suites if (folder / f"{suite}.log").exists()}
    table = ["| | promise or fault | proved by | tests | longest, s | in the last run |", "| --- | --- | --- | --- | --- | --- |"]
    broken = 0
    for identity, words, proofs in rows(pathlib.Path("tests/proofs.txt").read_text()):
        if proofs.startswith("unproved"):
            table.append(f"| {identity} | {words} | | | | {proofs} |")
            print(f"{identity:28} {proofs}")
            continue
        tests, longest, wrong = judged(proofs, logs)
        broken += bool(wrong)
        verdict = "; ".join(wrong) or "holds"
        table.append(f"| {identity} | {words} | {proofs} | {tests} | {longest:.1f} | {verdict} |")
        print(f"{identity:28} {tests:4} tests  {verdict}")
    (folder / "proofs.md").write_text("\n".join(table) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
