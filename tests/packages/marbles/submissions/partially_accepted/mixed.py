# @EXPECTED_SCORE@: 56.25
n = int(input())
print(n if n == 10 else n - 2)
