n = int(input())
assert n < 4
print(n)
