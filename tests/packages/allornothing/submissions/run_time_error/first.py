n = int(input())
if n in (1,):
    raise ValueError
else:
    print(n * n)
