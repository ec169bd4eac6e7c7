# Walks depth first with a stack and notes the length of the first path found, which is not always the shortest: WA.
import sys

n, m, k, q = map(int, sys.stdin.readline().split())
stack = list(map(int, sys.stdin.readline().split()))
near = [[] for _ in range(n + 1)]
for _ in range(m):
    a, b = map(int, sys.stdin.readline().split())
    near[a].append(b)
    near[b].append(a)
day = [-1] * (n + 1)
for island in stack:
    day[island] = 0
while stack:
    island = stack.pop()
    for other in near[island]:
        if day[other] < 0:
            day[other] = day[island] + 1
            stack.append(other)
for line in sys.stdin:
    print(day[int(line)])
