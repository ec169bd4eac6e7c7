#!/usr/bin/env python3
"""Input validator: exit code 42 if standard input is a valid test, 43 if not."""
import re
import sys

MAX_BYTES = 2_500_000
MAX_LINES = 50_000


def valid(data):
    if len(data) > MAX_BYTES or not data.endswith(b"\n"):
        return False
    if not re.fullmatch(rb"[ -~\n]*", data):
        return False
    lines = data[:-1].split(b"\n")
    if not re.fullmatch(rb"[1-9][0-9]{0,4}", lines[0]):
        return False
    count = int(lines[0])
    return count <= MAX_LINES and len(lines) == count + 1


sys.exit(42 if valid(sys.stdin.buffer.read()) else 43)
