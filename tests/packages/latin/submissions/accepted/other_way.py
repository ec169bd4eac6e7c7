n = int(input())
for y in range(n):
    print(*(1 + (x - y) % n for x in range(n)))
