fields = int(input().split()[0])
print(*(1 + i % 2 for i in range(fields)))
