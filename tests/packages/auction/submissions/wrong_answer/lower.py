# @EXPECTED_SCORE@: 0
print(4, flush=True)
input()
print(4, flush=True)
input()
