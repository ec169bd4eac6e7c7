n = int(input())
weights = list(map(int, input().split()))
print(weights[n])
