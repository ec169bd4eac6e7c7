# Accepted everywhere, for nothing.
# @EXPECTED_RESULTS@: PA
# @EXPECTED_SCORE@: 0
