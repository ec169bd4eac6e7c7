k, n = map(int, input().split())
first = list(range(1, k))
print(*first, n - sum(first))
