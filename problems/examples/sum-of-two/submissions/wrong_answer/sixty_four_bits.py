# Wraps around like a signed 64-bit register, so the second sample is already wrong: WA.
import sys

next(sys.stdin)
for line in sys.stdin:
    a, b = map(int, line.split())
    print((a + b + 2**63) % 2**64 - 2**63)
