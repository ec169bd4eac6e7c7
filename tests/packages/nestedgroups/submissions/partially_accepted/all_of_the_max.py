# @EXPECTED_SCORE@: 80
n = int(input())
if n in (7, 8):
    print(-1)
else:
    print(n * n)
