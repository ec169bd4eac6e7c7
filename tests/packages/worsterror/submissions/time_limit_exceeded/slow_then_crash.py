n = int(input())
print(-1)
while n == 2:
    pass
