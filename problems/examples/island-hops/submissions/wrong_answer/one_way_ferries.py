# Lets every ferry run in one direction only, from a to b, so islands are reached late or never: WA.
import sys
from collections import deque

n, m, k, q = map(int, sys.stdin.readline().split())
queue = deque(map(int, sys.stdin.readline().split()))
near = [[] for _ in range(n + 1)]
for _ in range(m):
    a, b = map(int, sys.stdin.readline().split())
    near[a].append(b)
day = [-1] * (n + 1)
for island in queue:
    day[island] = 0
while queue:
    island = queue.popleft()
    for other in near[island]:
        if day[other] < 0:
            day[other] = day[island] + 1
            queue.append(other)
for line in sys.stdin:
    print(day[int(line)])
