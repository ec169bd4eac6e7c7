n = int(input())
for _ in range(n):
    print(*[1] * n)
