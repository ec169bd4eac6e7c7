n = int(input())
print(sum(1 for i in range(n)))
