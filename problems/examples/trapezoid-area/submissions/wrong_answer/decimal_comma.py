# Writes a comma for the decimal point, as on paper in many countries, so the tokens are no numbers: WA.
import sys
from bisect import bisect_right

data = list(map(float, sys.stdin.read().split()))
n, q = int(data[0]), int(data[1])
x, h = data[2 : 2 + 2 * n : 2], data[3 : 2 + 2 * n : 2]
total = [0.0]
for i in range(n - 1):
    total.append(total[-1] + (h[i] + h[i + 1]) * (x[i + 1] - x[i]) / 2)


def up_to(p):
    i = min(bisect_right(x, p) - 1, n - 2)
    w = p - x[i]
    return total[i] + w * (h[i] + (h[i + 1] - h[i]) / (x[i + 1] - x[i]) * w / 2)


for j in range(2 + 2 * n, 2 + 2 * (n + q), 2):
    print(f"{up_to(data[j + 1]) - up_to(data[j]):.6f}".replace(".", ","))
