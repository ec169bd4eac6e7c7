n = int(input())
while n > 3:
    pass
for y in range(n):
    print(*(1 + (x + y) % n for x in range(n)))
