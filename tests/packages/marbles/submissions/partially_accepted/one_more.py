# @EXPECTED_SCORE@: 50
print(int(input()) + 1)
