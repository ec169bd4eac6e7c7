n = int(input())
for y in range(n + n // 4):
    print(*(1 + (x + y) % n for x in range(n)))
