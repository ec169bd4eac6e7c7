n = int(input())
if n in (2,):
    print(-1)
else:
    print(n * n)
