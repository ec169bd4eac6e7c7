# Accepted everywhere, for nothing.
# @EXPECTED_SCORE@: 0
