# Starts at the first post office only and forgets the others: WA.
import sys
from collections import deque

n, m, k, q = map(int, sys.stdin.readline().split())
office = int(sys.stdin.readline().split()[0])
near = [[] for _ in range(n + 1)]
for _ in range(m):
    a, b = map(int, sys.stdin.readline().split())
    near[a].append(b)
    near[b].append(a)
day = [-1] * (n + 1)
day[office] = 0
queue = deque([office])
while queue:
    island = queue.popleft()
    for other in near[island]:
        if day[other] < 0:
            day[other] = day[island] + 1
            queue.append(other)
for line in sys.stdin:
    print(day[int(line)])
