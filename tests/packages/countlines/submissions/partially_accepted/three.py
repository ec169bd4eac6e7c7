# @EXPECTED_SCORE@: 9
print('a\nx\nc\nd')
