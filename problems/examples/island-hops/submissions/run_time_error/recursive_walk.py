# Walks from island to island by recursion and passes the default recursion limit on a chain (RecursionError): RTE.
import sys


def main():
    data = list(map(int, sys.stdin.buffer.read().split()))
    n, m, k, q = data[:4]
    offices = data[4 : 4 + k]
    near = [[] for _ in range(n + 1)]
    for i in range(4 + k, 4 + k + 2 * m, 2):
        near[data[i]].append(data[i + 1])
        near[data[i + 1]].append(data[i])
    day = [-1] * (n + 1)

    def spread(layer, today):
        following = []
        for island in layer:
            day[island] = today
        for island in layer:
            for other in near[island]:
                if day[other] == -1:
                    day[other] = today + 1
                    following.append(other)
        if following:
            spread(following, today + 1)

    spread(offices, 0)
    for island in data[4 + k + 2 * m :]:
        print(day[island])


main()
