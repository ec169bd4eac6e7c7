n = int(input())
while n == 1000:
    pass
print(n)
