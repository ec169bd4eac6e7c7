# @EXPECTED_SCORE@: 0
print(int(input()) * 2)
