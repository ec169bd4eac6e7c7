# Adds both heights but never divides by two, so every area is doubled: WA.
from bisect import bisect

n, q = map(int, input().split())
xs, hs, area = [], [], [0.0]
for i in range(n):
    x, h = map(float, input().split())
    if i:
        area.append(area[-1] + (x - xs[-1]) * (h + hs[-1]))
    xs.append(x)
    hs.append(h)


def left_of(p):
    i = min(bisect(xs, p) - 1, n - 2)
    top = hs[i] + (p - xs[i]) / (xs[i + 1] - xs[i]) * (hs[i + 1] - hs[i])
    return area[i] + (p - xs[i]) * (hs[i] + top)


for _ in range(q):
    l, r = map(float, input().split())
    print(left_of(r) - left_of(l))
