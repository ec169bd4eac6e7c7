#!/usr/bin/env python3
"""Input validator: exit code 42 if standard input is a valid test, 43 if not."""
import re
import sys

MAX_N, MAX_M, MAX_Q = 60_000, 200_000, 20_000
NUMBER = "(?:0|[1-9][0-9]{0,5})"


def numbers(line, count):
    if not re.fullmatch(" ".join([NUMBER] * count) if count <= 4 else f"{NUMBER}(?: {NUMBER})*", line):
        raise ValueError(line)
    values = [int(word) for word in line.split(" ")]
    if len(values) != count:
        raise ValueError(line)
    return values


def valid(data):
    if not data.endswith("\n"):
        return False
    lines = data[:-1].split("\n")
    n, m, k, q = numbers(lines[0], 4)
    if not (1 <= n <= MAX_N and m <= MAX_M and 1 <= k <= n and 1 <= q <= MAX_Q):
        return False
    if len(lines) != 2 + m + q:
        return False
    offices = numbers(lines[1], k)
    if len(set(offices)) != k or not all(1 <= v <= n for v in offices):
        return False
    for line in lines[2 : 2 + m]:
        a, b = numbers(line, 2)
        if a == b or not (1 <= a <= n and 1 <= b <= n):
            return False
    return all(1 <= numbers(line, 1)[0] <= n for line in lines[2 + m :])


try:
    ok = valid(sys.stdin.buffer.read().decode("ascii"))
except ValueError:
    ok = False
sys.exit(42 if ok else 43)
