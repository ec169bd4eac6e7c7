n = int(input())
for y in range(min(n, 3)):
    print(*(1 + (x + y) % n for x in range(n)))
