# Floyd and Warshall's table of all distances: right on the small tests, but its rows fill the memory on the large ones: MLE.
# @EXPECTED_RESULTS@: MLE
import sys


def main():
    data = list(map(int, sys.stdin.buffer.read().split()))
    n, m, k, q = data[:4]
    far = float("inf")
    distance = [[far] * (n + 1) for _ in range(n + 1)]
    for island in range(n + 1):
        distance[island][island] = 0
    for i in range(4 + k, 4 + k + 2 * m, 2):
        a, b = data[i], data[i + 1]
        distance[a][b] = distance[b][a] = 1
    for via in range(1, n + 1):
        through = distance[via]
        for a in range(1, n + 1):
            row, first = distance[a], distance[a][via]
            if first < far:
                for b in range(1, n + 1):
                    if first + through[b] < row[b]:
                        row[b] = first + through[b]
    offices = data[4 : 4 + k]
    for island in data[4 + k + 2 * m :]:
        day = min(distance[office][island] for office in offices)
        print(day if day < far else -1)


main()
