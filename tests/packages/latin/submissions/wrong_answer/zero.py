n = int(input())
for y in range(n):
    print(*((x + y) % n if n == 1 else 1 + (x + y) % n for x in range(n)))
