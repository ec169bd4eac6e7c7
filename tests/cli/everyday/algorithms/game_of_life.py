# Conway's game of life on sets: a glider, a blinker, a still life.
from collections import Counter


def step(cells):
    neighbours = Counter((r + i, c + j) for r, c in cells for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)
    return {cell for cell, n in neighbours.items() if n == 3 or n == 2 and cell in cells}


def show(cells, size=8):
    return "\n".join("".join("█" if (r, c) in cells else "·" for c in range(size)) for r in range(size))


glider = {(0, 1), (1, 2), (2, 0), (2, 1), (2, 2)}
cells = glider
for generation in range(9):
    if generation % 4 == 0:
        print(generation, show(cells), sep="\n")
    cells = step(cells)
blinker, block = {(1, 0), (1, 1), (1, 2)}, {(0, 0), (0, 1), (1, 0), (1, 1)}
print(step(step(blinker)) == blinker, step(block) == block, step({(0, 0)}))
cells, seen = {(0, 1), (0, 2), (1, 0), (1, 1), (2, 1)}, 0
while seen < 100:
    cells, seen = step(cells), seen + 1
print(len(cells))
