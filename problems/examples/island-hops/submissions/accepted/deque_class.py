# A class with a deque as its queue, reading with input(): an ordinary breadth-first search, so AC.
from collections import deque


class Archipelago:
    def __init__(self, islands):
        self.near = [None] * (islands + 1)

    def add_ferry(self, a, b):
        for here, there in ((a, b), (b, a)):
            if self.near[here] is None:
                self.near[here] = [there]
            else:
                self.near[here].append(there)

    def days(self, offices):
        day = {island: 0 for island in offices}
        queue = deque(offices)
        while queue:
            here = queue.popleft()
            for there in self.near[here] or ():
                if there not in day:
                    day[there] = day[here] + 1
                    queue.append(there)
        return day


def main():
    n, m, k, q = map(int, input().split())
    offices = list(map(int, input().split()))
    sea = Archipelago(n)
    for _ in range(m):
        sea.add_ferry(*map(int, input().split()))
    day = sea.days(offices)
    for _ in range(q):
        print(day.get(int(input()), -1))


main()
