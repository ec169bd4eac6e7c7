n = int(input())
assert n != {{smallest}}
print(min(n, {{largest}}))
