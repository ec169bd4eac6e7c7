n = int(input())
print(-1)
assert n != 2
while n == 1:
    pass
