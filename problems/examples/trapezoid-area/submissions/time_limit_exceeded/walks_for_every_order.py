# Walks along the whole fence again for every order, n times q steps, far too many on the largest tests: TLE (CPU).
import sys


def main():
    read = sys.stdin.readline
    n, q = map(int, read().split())
    posts = [tuple(map(float, read().split())) for _ in range(n)]
    for _ in range(q):
        l, r = map(float, read().split())
        area = 0.0
        for (x0, h0), (x1, h1) in zip(posts, posts[1:]):
            a, b = max(l, x0), min(r, x1)
            if a < b:
                slope = (h1 - h0) / (x1 - x0)
                area += (b - a) * (h0 + slope * ((a + b) / 2 - x0))
        print(area)


main()
