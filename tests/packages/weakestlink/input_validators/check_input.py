import re
import sys

text = sys.stdin.read()
if not text.endswith("\n"):
    sys.exit(43)
lines = text[:-1].split("\n")
if len(lines) != 1:
    sys.exit(43)
sys.exit(42 if all(re.fullmatch(r"[0-9]+", line) for line in lines) else 43)
