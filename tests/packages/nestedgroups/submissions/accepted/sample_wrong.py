# The sample doesn't count.
# @EXPECTED_SCORE@: 100
n = int(input())
if n in (0,):
    print(-1)
else:
    print(n * n)
