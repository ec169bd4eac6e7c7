# 0, then 1 for the first of the one group and 3 for the other.
# @EXPECTED_SCORE@: 4
print(-1)
