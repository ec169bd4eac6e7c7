# @EXPECTED_SCORE@: 0
print('w\nx\ny\nz')
