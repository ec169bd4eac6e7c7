# @EXPECTED_SCORE@: 70
n = int(input())
if n in [1]:
    raise ValueError
print(2 * n)
