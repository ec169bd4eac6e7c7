# Accepted everywhere, for nothing: the lowest score is no part of the way.
# @EXPECTED_RESULTS@: WA
# @EXPECTED_SCORE@: 0
