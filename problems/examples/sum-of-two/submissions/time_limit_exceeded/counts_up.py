# Adds by counting up one at a time, which never ends for long figures and burns CPU: TLE.
import sys

next(sys.stdin)
for line in sys.stdin:
    a, b = map(int, line.split())
    step = 1 if b >= 0 else -1
    while b != 0:
        a += step
        b -= step
    print(a)
