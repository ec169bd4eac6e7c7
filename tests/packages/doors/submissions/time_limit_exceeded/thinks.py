n = int(input())
while n == 1000:
    pass
print("!", {1: 1, 10: 3}[n])
