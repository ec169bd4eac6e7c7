# Looks up an island without ferries in a dict that lists only islands with ferries (KeyError): RTE.
import sys
from collections import deque

n, m, k, q = map(int, sys.stdin.readline().split())
queue = deque(map(int, sys.stdin.readline().split()))
near = {}
for _ in range(m):
    a, b = map(int, sys.stdin.readline().split())
    near.setdefault(a, []).append(b)
    near.setdefault(b, []).append(a)
day = {island: 0 for island in queue}
while queue:
    island = queue.popleft()
    for other in near[island]:
        if other not in day:
            day[other] = day[island] + 1
            queue.append(other)
for line in sys.stdin:
    print(day[int(line)])
