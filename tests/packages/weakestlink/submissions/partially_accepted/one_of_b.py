n = int(input())
if n in (5,):
    print(-1)
else:
    print(n * n)
