# Sorting: keys, stability, several keys, cmp_to_key, natural order, partial sorts.
import heapq
import operator
import re
from bisect import bisect_left, insort
from functools import cmp_to_key

people = [("Bob", 25), ("ada", 36), ("Eve", 25), ("Dan", 36)]
print(sorted(people, key=lambda p: (-p[1], p[0].lower())))
print(sorted(people, key=operator.itemgetter(1)), min(people, key=lambda p: p[0].casefold()))
print(sorted(sorted(people), key=operator.itemgetter(1), reverse=True), sorted("cBa"), sorted([True, 0, 2.5, -1]))
print(sorted(["file10", "file9", "File1", "file01"], key=lambda s: [int(t) if t.isdigit() else t.lower() for t in re.split(r"(\d+)", s)]))
print(sorted([9, 30, 34, 5, 3], key=cmp_to_key(lambda a, b: int(f"{b}{a}") - int(f"{a}{b}"))))
print(heapq.nlargest(2, people, key=lambda p: p[1]))
grades = [60, 70, 80, 90]
print(["FDCBA"[bisect_left(grades, mark + 1)] for mark in (55, 60, 75, 89, 90)])
line = []
for n in (5, 1, 4, 1, 3):
    insort(line, n, key=lambda x: -x)
print(line, sorted([[2, "b"], [2, "a"], [1]]), sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1], reverse=True))
for bad in (lambda: sorted([1, "a"]), lambda: sorted([1j, 2j]), lambda: [1, 2].sort(lambda x: x)):
    try:
        bad()
    except TypeError as error:
        print(error)
