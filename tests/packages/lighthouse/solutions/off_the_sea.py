n = int(input())
print(n if n < 1000 else n + 1, flush=True)
while input() != "here":
    n -= 1
    print(n, flush=True)
