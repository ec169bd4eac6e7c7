# Stores the graph in flat arrays (counting sort by island) to stay far below the memory limit: AC.
import sys
from array import array
from itertools import accumulate


def main():
    with open("/dev/stdin", "rb") as stream:
        n, m, k, q = map(int, stream.readline().split())
        offices = array("i", map(int, stream.readline().split()))
        ends = array("i")
        for _ in range(m):
            ends.extend(map(int, stream.readline().split()))
        asked = array("i", map(int, stream))

    degree = array("i", bytes(4 * (n + 2)))
    for island in ends:
        degree[island] += 1
    begin = array("i", accumulate(degree))
    fill = array("i", begin)
    near = array("i", bytes(4 * 2 * m))
    for i in range(0, 2 * m, 2):
        a, b = ends[i], ends[i + 1]
        fill[a] -= 1
        near[fill[a]] = b
        fill[b] -= 1
        near[fill[b]] = a

    day = array("i", [-1]) * (n + 1)
    queue = array("i", offices)
    for island in offices:
        day[island] = 0
    for island in queue:
        tomorrow = day[island] + 1
        for i in range(fill[island], begin[island]):
            other = near[i]
            if day[other] < 0:
                day[other] = tomorrow
                queue.append(other)
    print("\n".join(str(day[island]) for island in asked))


main()
