# Goes through all ferries again and again until no day changes; a long chain needs tens of thousands of rounds: TLE (CPU).
import sys


def main():
    data = list(map(int, sys.stdin.buffer.read().split()))
    n, m, k, q = data[:4]
    far = n + 1
    day = [far] * (n + 1)
    for island in data[4 : 4 + k]:
        day[island] = 0
    ferries = list(zip(data[4 + k : 4 + k + 2 * m : 2], data[5 + k : 4 + k + 2 * m : 2]))
    changed = True
    while changed:
        changed = False
        for a, b in ferries:
            if day[a] + 1 < day[b]:
                day[b] = day[a] + 1
                changed = True
            elif day[b] + 1 < day[a]:
                day[a] = day[b] + 1
                changed = True
    for island in data[4 + k + 2 * m :]:
        print(day[island] if day[island] < far else -1)


main()
