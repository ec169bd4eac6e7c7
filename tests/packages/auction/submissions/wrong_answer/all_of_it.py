# @EXPECTED_SCORE@: 0
print(1000, flush=True)
