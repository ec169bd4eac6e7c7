# Builds a table with a cell for every two islands: right on the small tests, far over the memory limit on the large ones: MLE.
# @EXPECTED_RESULTS@: MLE
import sys


def main():
    data = list(map(int, sys.stdin.buffer.read().split()))
    n, m, k, q = data[:4]
    joined = [[False] * (n + 1) for _ in range(n + 1)]
    for i in range(4 + k, 4 + k + 2 * m, 2):
        a, b = data[i], data[i + 1]
        joined[a][b] = joined[b][a] = True
    day = [-1] * (n + 1)
    layer = data[4 : 4 + k]
    for island in layer:
        day[island] = 0
    while layer:
        following = []
        for island in layer:
            for other in range(1, n + 1):
                if joined[island][other] and day[other] < 0:
                    day[other] = day[island] + 1
                    following.append(other)
        layer = following
    for island in data[4 + k + 2 * m :]:
        print(day[island])


main()
