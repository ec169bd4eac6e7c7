"""Accepts at once, unless the submission asks for it: what was judged before and after must be as ever."""
import sys

if sys.stdin.readline() != "misbehave\n":
    sys.exit(42)
