# @EXPECTED_SCORE@: 0
n = input()
assert n != '3'
print(n[::-1])
