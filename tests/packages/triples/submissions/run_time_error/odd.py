# @EXPECTED_SCORE@: 0
n = int(input())
assert n not in (2, 7)
print(n * 3)
