# Counts only pieces of fence that lie wholly inside an order and ignores the cut ones at its ends: WA.
import sys
from bisect import bisect_left, bisect_right

data = list(map(float, sys.stdin.read().split()))
n, q = int(data[0]), int(data[1])
x, h = data[2 : 2 + 2 * n : 2], data[3 : 2 + 2 * n : 2]
total = [0.0]
for i in range(n - 1):
    total.append(total[-1] + (h[i] + h[i + 1]) * (x[i + 1] - x[i]) / 2)

for j in range(2 + 2 * n, 2 + 2 * (n + q), 2):
    first = bisect_left(x, data[j])
    last = bisect_right(x, data[j + 1]) - 1
    print(max(0.0, total[last] - total[first]) if first <= last else 0.0)
