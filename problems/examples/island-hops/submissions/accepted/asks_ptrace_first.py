# Asks the kernel through ctypes to trace another process, is refused, and goes on to answer correctly: recorded, but AC.
import ctypes
import sys
from collections import deque

PTRACE_ATTACH = 16
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace(PTRACE_ATTACH, 999_999_999, None, None)

n, m, k, q = map(int, sys.stdin.readline().split())
queue = deque(map(int, sys.stdin.readline().split()))
near = [[] for _ in range(n + 1)]
for _ in range(m):
    a, b = map(int, sys.stdin.readline().split())
    near[a].append(b)
    near[b].append(a)
day = [-1] * (n + 1)
for island in queue:
    day[island] = 0
while queue:
    island = queue.popleft()
    for other in near[island]:
        if day[other] == -1:
            day[other] = day[island] + 1
            queue.append(other)
for line in sys.stdin:
    print(day[int(line)])
