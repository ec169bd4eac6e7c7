# Adds in blocks of 18 digits but forgets the carry between blocks, so only long figures with a carry go wrong: WA.
import sys

BLOCK = 10**18


def add(a, b):
    if (a < 0) != (b < 0):
        return a + b
    sign = -1 if a < 0 else 1
    a, b = abs(a), abs(b)
    result, weight = 0, 1
    while a or b:
        result += (a % BLOCK + b % BLOCK) % BLOCK * weight
        a //= BLOCK
        b //= BLOCK
        weight *= BLOCK
    return sign * result


next(sys.stdin)
for line in sys.stdin:
    print(add(*map(int, line.split())))
