import re
import sys

lines = sys.stdin.read().splitlines()
good = lines[0].isdigit() and lines[1].isdigit() and len(lines) == 2 + int(lines[1])
sys.exit(42 if good and all(re.fullmatch(r"[0-9]+ [0-9.]+", line) for line in lines[2:]) else 43)
