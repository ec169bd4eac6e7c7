# @EXPECTED_SCORE@: -7.5
n = int(input())
if n in (1, 2, 3):
    print(-1)
else:
    print(n * n)
