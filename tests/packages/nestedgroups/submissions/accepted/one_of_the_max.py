# The other one has the whole score.
# @EXPECTED_SCORE@: 100
n = int(input())
if n in (7,):
    print(-1)
else:
    print(n * n)
