n = int(input())
while n == {{smallest}}:
    pass
print(min(n, {{largest}}))
