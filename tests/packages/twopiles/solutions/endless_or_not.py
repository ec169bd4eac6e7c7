n = int(input())
weights = list(map(int, input().split()))
while weights == [1, 1, 9]:
    pass
print({5: '2 2 5', 1: '-1', 4: '2 1 3'}[n])
