# @EXPECTED_SCORE@: 33
n = int(input())
if n in (2, 5):
    while n == 2: pass
    print(-1)
else:
    print(n * n)
