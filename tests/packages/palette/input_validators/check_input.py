import sys

lines = sys.stdin.read().splitlines()
fields, borders = map(int, lines[0].split())
pairs = [tuple(map(int, line.split())) for line in lines[1:]]
sys.exit(42 if len(pairs) == borders and all(1 <= a <= fields and 1 <= b <= fields and a != b for a, b in pairs) else 43)
