n = int(input())
print("none" if n == 7 else f"2 {n // 2} 1")
