import sys

lines = sys.stdin.read().splitlines()
height, width = map(int, lines[0].split())
grid = lines[1:]
cells = "".join(grid)
good = len(grid) == height and all(len(row) == width for row in grid) and set(cells) <= set("SG.#")
sys.exit(42 if good and cells.count("S") == cells.count("G") == 1 else 43)
