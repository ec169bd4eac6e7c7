n = int(input())
if n in (3,):
    print(-1)
else:
    print(n * n)
