# Plane geometry: hull, area, point in polygon, closest pair, intersection of lines.
import math
import random
from itertools import combinations


def cross(o, a, b):
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def hull(points):
    points = sorted(set(points))
    halves = []
    for order in (points, reversed(points)):
        half = []
        for p in order:
            while len(half) > 1 and cross(half[-2], half[-1], p) <= 0:
                half.pop()
            half.append(p)
        halves += half[:-1]
    return halves


def area(polygon):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(polygon, polygon[1:] + polygon[:1]))) / 2


def inside(p, polygon):
    result = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1]):
        if (y1 > p[1]) != (y2 > p[1]) and p[0] < (x2 - x1) * (p[1] - y1) / (y2 - y1) + x1:
            result = not result
    return result


def closest(points):
    if len(points) < 4:
        return min(math.dist(a, b) for a, b in combinations(points, 2))
    middle = len(points) // 2
    x = points[middle][0]
    best = min(closest(points[:middle]), closest(points[middle:])) if middle > 1 else math.inf
    strip = sorted((p for p in points if abs(p[0] - x) < best), key=lambda p: p[1])
    return min([best] + [math.dist(a, b) for i, a in enumerate(strip) for b in strip[i + 1:i + 8]])


rng = random.Random(8)
points = [(rng.randrange(100), rng.randrange(100)) for _ in range(60)]
border = hull(points)
print(border, area(border), inside((50, 50), border), inside((-1, 5), border))
unique = sorted(set(points))
print(closest(unique), closest(unique) == min(math.dist(a, b) for a, b in combinations(unique, 2)))
