# The queens' problem: all solutions, by recursion and by permutations; the knight's tour.
from itertools import permutations


def queens(n, row=0, columns=0, left=0, right=0):
    if row == n:
        return 1
    count, free = 0, ~(columns | left | right) & ((1 << n) - 1)
    while free:
        bit = free & -free
        free -= bit
        count += queens(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1)
    return count


def first(n):
    return next(p for p in permutations(range(n)) if len({c + r for r, c in enumerate(p)}) == len({c - r for r, c in enumerate(p)}) == n)


print([queens(n) for n in range(1, 9)])
for column in first(6):
    print(" ".join("Q" if c == column else "." for c in range(6)))


def tour(n, start=(0, 0)):
    moves = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]
    board = {start: 1}

    def free(spot):
        return [(spot[0] + a, spot[1] + b) for a, b in moves
                if 0 <= spot[0] + a < n and 0 <= spot[1] + b < n and (spot[0] + a, spot[1] + b) not in board]

    spot = start
    while options := free(spot):
        spot = min(options, key=lambda o: len(free(o)))
        board[spot] = len(board) + 1
    return board


board = tour(6)
for r in range(6):
    print(" ".join(f"{board.get((r, c), 0):2}" for c in range(6)))
