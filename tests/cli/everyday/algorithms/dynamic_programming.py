# Dynamic programming: knapsack, longest common subsequence, edit distance, coins, increasing subsequence.
from bisect import bisect_left
from functools import cache


def knapsack(items, room):
    best = [0] * (room + 1)
    for weight, value in items:
        for r in range(room, weight - 1, -1):
            best[r] = max(best[r], best[r - weight] + value)
    return best[room]


def lcs(a, b):
    table = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + x if x == y else max(table[i][j + 1], table[i + 1][j], key=len)
    return table[-1][-1]


@cache
def distance(a, b):
    if not a or not b:
        return len(a or b)
    return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))


def ways(coins, amount):
    counts = [1] + [0] * amount
    for coin in coins:
        for n in range(coin, amount + 1):
            counts[n] += counts[n - coin]
    return counts[amount]


def increasing(numbers):
    tails = []
    for n in numbers:
        i = bisect_left(tails, n)
        tails[i:i + 1] = [n]
    return len(tails)


print(knapsack([(12, 4), (2, 2), (1, 1), (1, 2), (4, 10)], 15), lcs("AGGTAB", "GXTXAYB"))
print(distance("kitten", "sitting"), distance.cache_info().misses)
print(ways([1, 2, 5, 10, 20, 50, 100, 200], 200), increasing([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]))
