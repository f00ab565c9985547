#!/usr/bin/env python3
"""The table of promises, faults and their proofs, from what the suites of one run printed.

`proofs.py LOGS [SUITE ...]`: LOGS is the folder with a suite's output each; the suites are those of this run. Writes the
table to LOGS/proofs.md, prints it short, ends with 1 where a proof or a figure is missing or did not pass, a test that
docs/threats.md and docs/asvs.md rest on did not, or the last long run of a row that has nothing else failed.

A figure is a line `figure ROW what=value ...` of a test or a benchmark: ROW is the row it belongs to, the first pair says
what was measured, and of several with the same one the last counts. Long runs keep theirs in LOGS/long/ROW.txt, a line a
run, with its date and commit (scripts/lib/figures.sh).
"""

import pathlib
import re
import sys

NEXTEST = re.compile(r"^\s*(PASS|FAIL|TIMEOUT|SIGABRT|SIGSEGV|LEAK)\s+\[\s*([\d.]+)s\]\s+(?:\(\s*\d+/\d+\)\s+)?\S+\s+(\S+)$")
CARGO = re.compile(r"^test (\S+) \.\.\. (ok|FAILED)")
# Behind the name of its test, where that stands alone on the line so far.
FIGURE = re.compile(r"^(?:test \S+ \.\.\. )?\s*figure (\S+) (\S+=.*)$")


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


def told(log):
    """Of each row its figures by what was measured: `{row: {"table=sqlite": "table=sqlite runs=5"}}`."""
    found = {}
    for line in log.read_text(errors="replace").splitlines():
        if match := FIGURE.match(line):
            figures = match[2].strip()
            found.setdefault(match[1], {})[figures.split()[0]] = figures
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
    """Each row's id, words, proofs, and what its figures have to say, if anything."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            identity, words, proofs, *wanted = (part.strip() for part in line.split(" | "))
            yield identity, words, proofs, [key for part in wanted for key in part.split(", ")]


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


def measured(identity, wanted, suites):
    """The row's figures of this run, and which are missing. `suites` has what each suite told."""
    figures = [f"{suite}: {line}" for suite, rows in suites.items() for line in rows.get(identity, {}).values()]
    said = {pair.split("=")[0] for line in figures for pair in line.split() if "=" in pair}
    return "; ".join(figures), [f"nobody said {key}" for key in wanted if key not in said]


def last_long(folder, identity):
    """What the last long run of a row said, with its date and commit; of several measured, each one's last."""
    kept = folder / "long" / f"{identity}.txt"
    last = {}
    for line in kept.read_text().splitlines() if kept.exists() else []:
        date, commit, *pairs = line.split()
        last[pairs[0] if pairs else ""] = f"{date} {commit}: {' '.join(pairs)}"
    return "; ".join(last.values())


def ended_badly(kept):
    """Whether a last long run did not end well: of one that measured several things, any."""
    return any(told.split()[-1] == "ended=FAILED" for told in kept.split("; ") if told)


def rested_on(page):
    """The tests a page of threats or requirements names."""
    words = page.read_text().split("`")[1::2] if page.exists() else []
    return [word for word in words if re.fullmatch(r"[a-z0-9_]+", word) and word.count("_") > 2]


def unproved(pages, logs):
    """What the pages rest on and this run did not show: they ran somewhere, and passed wherever they did."""
    ends = {}
    for tests in logs.values():
        for name, (passed, _) in tests.items():
            last = name.rsplit("::", 1)[-1]
            ends[last] = ends.get(last, True) and passed
    for page in pages:
        for name in rested_on(page):
            if not ends.get(name, False):
                yield f"{page}: {name} {'did not pass' if name in ends else 'did not run'}"


PAGES = [pathlib.Path("docs/threats.md"), pathlib.Path("docs/asvs.md")]

HEAD = ["", "promise or fault", "proved by", "tests", "longest, s", "figures", "last long run", "in the last run"]


def row(folder, logs, suites, identity, words, proofs, wanted):
    """A row of the table, its line in short, and whether it is broken."""
    kept = last_long(folder, identity)
    if proofs.startswith("unproved"):
        return [identity, words, "", "", "", "", kept, proofs], proofs, False
    if proofs.startswith("long"):
        verdict = "in a long run alone" if kept else "no long run on this machine yet"
        # One that never ran here proves nothing either way; one that failed does.
        failed = ended_badly(kept)
        if failed:
            verdict = "the last long run did not end well"
        short = f"{kept}: {verdict}" if failed else kept or verdict
        return [identity, words, proofs, "", "", "", kept, verdict], short, failed
    tests, longest, wrong = judged(proofs, logs)
    figures, missing = measured(identity, wanted, suites)
    verdict = "; ".join(wrong + missing) or "holds"
    cells = [identity, words, proofs, str(tests), f"{longest:.1f}", figures, kept, verdict]
    return cells, f"{tests:4} tests  {verdict}", bool(wrong or missing)


def main():
    folder, chosen = pathlib.Path(sys.argv[1]), sys.argv[2:]
    there = {suite: folder / f"{suite}.log" for suite in chosen if (folder / f"{suite}.log").exists()}
    logs = {suite: ran(log) for suite, log in there.items()}
    suites = {suite: told(log) for suite, log in there.items()}
    table = [f"| {' | '.join(HEAD)} |", "|" + " --- |" * len(HEAD)]
    broken, known = 0, set()
    for identity, words, proofs, wanted in rows(pathlib.Path("tests/proofs.txt").read_text()):
        known.add(identity)
        cells, short, is_broken = row(folder, logs, suites, identity, words, proofs, wanted)
        broken += is_broken
        table.append(f"| {' | '.join(cells)} |")
        print(f"{identity:28} {short}")
        if cells[5]:
            print(f"{'':28}   {cells[5]}")
    for suite, said in suites.items():
        for identity in sorted(set(said) - known):
            broken += 1
            print(f"{identity:28} {suite} tells figures of it, and it is no row of tests/proofs.txt")
    for wrong in unproved(PAGES, logs):
        broken += 1
        table.append(f"\n{wrong}")
        print(wrong)
    (folder / "proofs.md").write_text("\n".join(table) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
