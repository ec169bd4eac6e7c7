n = int(input())
if n in (4,):
    print(-1)
else:
    print(n * n)
