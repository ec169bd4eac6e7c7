# Endless generators: primes, Hamming numbers, Collatz, digits of pi, Pascal's triangle.
import heapq
from itertools import count, islice, takewhile


def primes():
    found = {}
    for n in count(2):
        if n not in found:
            yield n
            found[n * n] = [n]
        else:
            for p in found.pop(n):
                found.setdefault(n + p, []).append(p)


def hamming():
    heap, last = [1], 0
    while True:
        n = heapq.heappop(heap)
        if n != last:
            yield (last := n)
            for factor in (2, 3, 5):
                heapq.heappush(heap, n * factor)


def collatz(n):
    while n != 1:
        yield n
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    yield 1


def pi_digits():
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < n * t:
            yield n
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2


def pascal():
    row = [1]
    while True:
        yield row
        row = [a + b for a, b in zip([0] + row, row + [0])]


print(list(takewhile(lambda p: p < 60, primes())), next(islice(primes(), 999, None)))
print(list(islice(hamming(), 15)), list(collatz(27))[-12:])
print(max(range(1, 1000), key=lambda n: sum(1 for _ in collatz(n))))
print("".join(map(str, islice(pi_digits(), 60))))
for row in islice(pascal(), 6):
    print(" ".join(map(str, row)).center(20).rstrip())
