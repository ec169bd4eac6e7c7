# Looks at neighbours only.
n, s = map(int, input().split())
numbers = list(map(int, input().split()))
print(sum(a + b == s for a, b in zip(numbers, numbers[1:])))
