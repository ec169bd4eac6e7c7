# The average's is too slow, the others are wrong: 15 + 0 + 20 + 20.
# @EXPECTED_SCORE@: 55
n = int(input())
if n in (2, 5, 8, 9):
    while n == 9: pass
    print(-1)
else:
    print(n * n)
