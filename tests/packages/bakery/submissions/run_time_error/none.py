# @EXPECTED_SCORE@: 0
raise ValueError
