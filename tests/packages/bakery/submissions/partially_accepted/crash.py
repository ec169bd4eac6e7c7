# @EXPECTED_SCORE@: 60
n = int(input())
if n in [0, 4]:
    raise ValueError
print(2 * n)
