#!/usr/bin/env python3
"""Input validator: exit code 42 if standard input is a valid test, 43 if not."""
import re
import sys

MAX_COUNT = 30_000
NUMBER = re.compile(r"(0|[1-9][0-9]{0,4})(?:\.([0-9]{1,3}))?")


def milli(text):
    """The number in thousandths, exactly."""
    match = NUMBER.fullmatch(text)
    if not match:
        raise ValueError(text)
    return int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0"))


def pair(line):
    left, right = line.split(" ")
    return milli(left), milli(right)


def valid(data):
    if not data.endswith("\n"):
        return False
    lines = data[:-1].split("\n")
    if not re.fullmatch(r"[1-9][0-9]{0,4} [1-9][0-9]{0,4}", lines[0]):
        return False
    n, q = map(int, lines[0].split())
    if not 2 <= n <= MAX_COUNT or not 1 <= q <= MAX_COUNT or len(lines) != 1 + n + q:
        return False
    posts = [pair(line) for line in lines[1 : 1 + n]]
    if any(x > 10_000_000 or h > 100_000 for x, h in posts):
        return False
    if any(a[0] >= b[0] for a, b in zip(posts, posts[1:])):
        return False
    low, high = posts[0][0], posts[-1][0]
    return all(low <= l <= r <= high for l, r in map(pair, lines[1 + n :]))


try:
    ok = valid(sys.stdin.buffer.read().decode("ascii"))
except ValueError:
    ok = False
sys.exit(42 if ok else 43)
