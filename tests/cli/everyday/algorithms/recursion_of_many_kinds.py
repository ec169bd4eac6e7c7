# Recursion: Hanoi, Ackermann, mutual, flood fill, power set, a deep one with a higher limit.
import sys


def hanoi(n, a="A", b="B", c="C"):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield f"{a}{c}"
        yield from hanoi(n - 1, b, a, c)


def ackermann(m, n):
    return n + 1 if not m else ackermann(m - 1, 1) if not n else ackermann(m - 1, ackermann(m, n - 1))


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def fill(grid, r, c, new, old=None):
    old = grid[r][c] if old is None else old
    if 0 <= r < len(grid) and 0 <= c < len(grid[0]) and grid[r][c] == old:
        grid[r][c] = new
        for i, j in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            fill(grid, r + i, c + j, new, old)


print(*hanoi(4), sum(1 for _ in hanoi(10)), ackermann(2, 3), even(100), odd(7))
grid = [list("..#.."), list(".##.."), list("....#")]
fill(grid, 0, 0, "o")
print("\n".join("".join(row) for row in grid))
sys.setrecursionlimit(20_000)


def total(n):
    return n + total(n - 1) if n else 0


print(total(15_000), (lambda f: f(f, 10))(lambda f, n: n * f(f, n - 1) if n > 1 else 1))
nested = []
for _ in range(50):
    nested = [nested]
print(str(nested).count("["), len(repr(nested)))
