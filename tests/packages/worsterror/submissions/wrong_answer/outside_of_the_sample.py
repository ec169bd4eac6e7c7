n = int(input())
print(n and -1)
