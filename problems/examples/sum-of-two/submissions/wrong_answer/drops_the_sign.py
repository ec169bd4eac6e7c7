# Strips the minus signs before adding, so the first negative figure gives a wrong sum: WA.
import sys

next(sys.stdin)
for line in sys.stdin:
    a, b = line.replace("-", "").split()
    print(int(a) + int(b))
