# stdin: '5\n1 2 3 4 5\n'
# The classic: a count and numbers, by input().
n = int(input())
numbers = list(map(int, input().split()))
assert len(numbers) == n
print(sum(numbers), max(numbers), sum(numbers) / n)
