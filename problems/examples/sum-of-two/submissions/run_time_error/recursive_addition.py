# Adds by recursion, one unit per call, and long figures pass the default recursion limit (RecursionError): RTE.
import sys


def add(a, b):
    if b == 0:
        return a
    return add(a + 1, b - 1) if b > 0 else add(a - 1, b + 1)


next(sys.stdin)
for line in sys.stdin:
    a, b = map(int, line.split())
    if abs(a) < abs(b):
        a, b = b, a
    print(add(a, b))
