# @EXPECTED_SCORE@: 60
n = int(input())
assert n != 5
print(n * 3)
