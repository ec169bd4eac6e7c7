n = int(input())
if n in (0,):
    print(-1)
else:
    print(n * n)
