# 1, then 10 + 1 and the third isn't judged, then 30.
# @EXPECTED_SCORE@: 42
n = int(input())
if n in (2,):
    print(-1)
else:
    print(n * n)
