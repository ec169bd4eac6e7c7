# Keeps its prefix sums in 32-bit floats, which hold only about seven digits, so small areas far along the fence drown: WA.
import sys
from array import array
from bisect import bisect_right

data = list(map(float, sys.stdin.read().split()))
n, q = int(data[0]), int(data[1])
x, h = data[2 : 2 + 2 * n : 2], data[3 : 2 + 2 * n : 2]
total = array("f", [0.0])
for i in range(n - 1):
    total.append(total[-1] + (h[i] + h[i + 1]) * (x[i + 1] - x[i]) / 2)


def up_to(p):
    i = min(bisect_right(x, p) - 1, n - 2)
    w = p - x[i]
    return total[i] + w * (h[i] + (h[i + 1] - h[i]) / (x[i + 1] - x[i]) * w / 2)


for j in range(2 + 2 * n, 2 + 2 * (n + q), 2):
    print(up_to(data[j + 1]) - up_to(data[j]))
