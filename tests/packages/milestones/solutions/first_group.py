# The second group needs the first.
# @EXPECTED_SCORE@: 40
n = int(input())
assert n != 2
print(n * n)
