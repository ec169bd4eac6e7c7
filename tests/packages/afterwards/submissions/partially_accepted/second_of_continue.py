# 1, 30, then 10 + 1 + 10.
# @EXPECTED_SCORE@: 52
n = int(input())
if n in (5,):
    raise ValueError
else:
    print(n * n)
