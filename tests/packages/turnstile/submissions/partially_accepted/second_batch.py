# @EXPECTED_SCORE@: 30
n = input()
assert n != '20'
print(n[::-1])
