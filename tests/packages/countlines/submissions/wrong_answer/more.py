# @EXPECTED_SCORE@: 0
print('a\nb\nc\nd\ne')
