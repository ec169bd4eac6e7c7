import sys

lines = sys.stdin.read().splitlines()
sys.exit(42 if len(lines) == 2 and len(lines[1].split()) == int(lines[0]) and set(lines[1].split()) <= {"0", "1"} else 43)
