# @EXPECTED_SCORE@: 95
n = int(input())
if n in (1,):
    print(-1)
else:
    print(n * n)
