# @EXPECTED_SCORE@: 70
n = int(input())
if n in (6,):
    print(-1)
else:
    print(n * n)
