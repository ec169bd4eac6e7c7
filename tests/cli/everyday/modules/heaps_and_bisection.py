# heapq and bisect: a priority queue with updates, running medians, a schedule, binary search.
import bisect
import heapq
import itertools


class Tasks:
    def __init__(self):
        self.heap, self.entries, self.serial = [], {}, itertools.count()

    def add(self, task, priority=0):
        if task in self.entries:
            self.entries.pop(task)[-1] = None
        entry = self.entries[task] = [priority, next(self.serial), task]
        heapq.heappush(self.heap, entry)

    def pop(self):
        while self.heap:
            *_, task = heapq.heappop(self.heap)
            if task is not None:
                del self.entries[task]
                return task
        raise KeyError("no task is left")


tasks = Tasks()
for task, priority in (("write", 5), ("test", 1), ("rest", 9), ("write", 0), ("read", 1)):
    tasks.add(task, priority)
print([tasks.pop() for _ in range(4)])
try:
    tasks.pop()
except KeyError as error:
    print(error)


def medians(numbers):
    low, high = [], []
    for n in numbers:
        heapq.heappush(high, -heapq.heappushpop(low, -n))
        if len(high) > len(low):
            heapq.heappush(low, -heapq.heappop(high))
        yield -low[0] if len(low) > len(high) else (high[0] - low[0]) / 2


print(list(medians([5, 15, 1, 3, 8, 7])), heapq.nsmallest(3, [9, 4, 7, 1]))
print(list(heapq.merge([1, 4], [2, 3], reverse=False)))
heap = [9, 5, 8, 1]
heapq.heapify(heap)
print(heap, heapq.heapreplace(heap, 7), heapq.heappushpop(heap, 0), sorted(heap))
marks = [1, 3, 3, 7]
print(bisect.bisect_left(marks, 3), bisect.bisect_right(marks, 3), bisect.bisect(marks, 9))
print(bisect.bisect_left(range(10**12), 123456789, key=lambda x: x))
