#!/usr/bin/env python3
"""Input validator: exit code 42 if standard input is a valid test, 43 if not.

Arguments (input_validator_args of the test group): `no_letters`, `no_spaces`.
"""
import re
import sys

MAX_BYTES = 500_000
MAX_LINES = 1000


def valid(data, args):
    if not set(args) <= {"no_letters", "no_spaces"}:
        return False
    if len(data) > MAX_BYTES or not data.endswith(b"\n"):
        return False
    lines = data[:-1].split(b"\n")
    if not re.fullmatch(rb"[1-9][0-9]{0,3}", lines[0]):
        return False
    count = int(lines[0])
    if count > MAX_LINES or len(lines) != count + 1:
        return False
    letters = b"" if "no_letters" in args else b"A-Za-z"
    space = b"" if "no_spaces" in args else b" "
    text = re.compile(rb"[()\[\]{}" + letters + space + rb"]*")
    return all(text.fullmatch(line) for line in lines[1:])


sys.exit(42 if valid(sys.stdin.buffer.read(), sys.argv[1:]) else 43)
