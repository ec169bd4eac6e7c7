n = int(input())
print(n)
assert n < 1000
