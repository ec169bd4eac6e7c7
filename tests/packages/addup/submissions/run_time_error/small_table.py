numbers = list(map(int, input().split()))
table = [0] * 9
for i, number in enumerate(numbers):
    table[i] = number
print(sum(table))
