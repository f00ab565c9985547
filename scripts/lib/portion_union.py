#!/usr/bin/env python3
"""Prints the length of the union of the intervals in a file (from,to: milliseconds) and the seconds it
took, by the library `portion`; ends with 77 where that is not installed."""
import sys
import time

try:
    import portion
except ModuleNotFoundError:
    sys.exit(77)

with open(sys.argv[1]) as file:
    pairs = [tuple(map(int, line.split(","))) for line in file]
begun = time.perf_counter()
union = portion.Interval(*(portion.closedopen(begin, end) for begin, end in pairs))
total = sum(part.upper - part.lower for part in union)
print(total, time.perf_counter() - begun)
