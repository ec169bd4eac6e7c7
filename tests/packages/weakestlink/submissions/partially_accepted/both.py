n = int(input())
if n in (2, 3, 4, 6):
    print(-1)
else:
    print(n * n)
