# 3.5 of 20 points at 5.
# @EXPECTED_SCORE@: 83.5
n = int(input())
print(n * n + (n == 5))
