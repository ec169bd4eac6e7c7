# @EXPECTED_SCORE@: 80
n = int(input())
if n in [2]:
    while True: pass
print(2 * n)
