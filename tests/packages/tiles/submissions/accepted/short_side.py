n = int(input())
side = next((d for d in range(2, n) if d * d <= n and n % d == 0), None)
print(f"{side} {n // side}" if side else "none")
