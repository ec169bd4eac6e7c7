# Reports day 0 instead of -1 for islands that the paper never reaches: WA.
import sys

n, m, k, q = map(int, sys.stdin.readline().split())
layer = list(map(int, sys.stdin.readline().split()))
near = [[] for _ in range(n + 1)]
for _ in range(m):
    a, b = map(int, sys.stdin.readline().split())
    near[a].append(b)
    near[b].append(a)
day, seen, today = [0] * (n + 1), set(layer), 0
while layer:
    for island in layer:
        day[island] = today
    layer = list({o for island in layer for o in near[island]} - seen)
    seen.update(layer)
    today += 1
for line in sys.stdin:
    print(day[int(line)])
