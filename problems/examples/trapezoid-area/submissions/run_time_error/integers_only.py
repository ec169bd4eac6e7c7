# Parses every number with int(), which raises ValueError as soon as one has a decimal point: RTE.
import sys

data = list(map(int, sys.stdin.read().split()))
n, q = data[0], data[1]
posts = list(zip(data[2 : 2 + 2 * n : 2], data[3 : 2 + 2 * n : 2]))
for j in range(2 + 2 * n, len(data), 2):
    l, r = data[j], data[j + 1]
    area = 0.0
    for (x0, h0), (x1, h1) in zip(posts, posts[1:]):
        a, b = max(l, x0), min(r, x1)
        if a < b:
            area += (b - a) * (h0 + (h1 - h0) / (x1 - x0) * ((a + b) / 2 - x0))
    print(area)
