#!/usr/bin/env python3
"""Input validator: exit code 42 if standard input is a valid test, 43 if not."""
import re
import sys

MAX_BYTES = 1_000_000
MAX_LINES = 1000
INTEGER = rb"(?:0|-?[1-9][0-9]{0,3999})"


def valid(data):
    if len(data) > MAX_BYTES or not data.endswith(b"\n"):
        return False
    lines = data[:-1].split(b"\n")
    if not re.fullmatch(rb"[1-9][0-9]{0,3}", lines[0]):
        return False
    count = int(lines[0])
    if count > MAX_LINES or len(lines) != count + 1:
        return False
    pair = re.compile(INTEGER + b" " + INTEGER)
    return all(pair.fullmatch(line) for line in lines[1:])


sys.exit(42 if valid(sys.stdin.buffer.read()) else 43)
