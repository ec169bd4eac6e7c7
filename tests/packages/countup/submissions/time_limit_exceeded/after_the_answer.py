n = int(input())
print(n + 1, flush=True)
while n == 42:
    pass
