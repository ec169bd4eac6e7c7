# At the start they do.
# @EXPECTED_SCORE@: 0
print()
print(2 * int(input()))
