# @EXPECTED_SCORE@: 0
n = int(input())
if n in (1, 2):
    raise ValueError
else:
    print(n * n)
