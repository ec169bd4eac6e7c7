# @EXPECTED_SCORE@: 90
n = int(input())
if n in (3, 4):
    print(-1)
else:
    print(n * n)
