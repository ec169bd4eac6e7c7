# @EXPECTED_SCORE@: 50
print(input())
