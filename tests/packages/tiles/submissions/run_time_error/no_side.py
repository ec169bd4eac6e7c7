n = int(input())
side = [d for d in range(2, n) if n % d == 0][0]
print(side, n // side)
