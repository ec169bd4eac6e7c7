# @EXPECTED_SCORE@: 80
n = int(input())
print(n * n if n < 6 else 'x')
