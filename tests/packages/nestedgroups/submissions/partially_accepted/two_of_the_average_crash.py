# @EXPECTED_SCORE@: 80
n = int(input())
if n in (9, 11):
    raise SystemExit(1)
else:
    print(n * n)
