# @EXPECTED_SCORE@: 40
input()
print('bat')
