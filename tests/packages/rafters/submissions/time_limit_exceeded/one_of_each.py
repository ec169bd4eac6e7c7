# @EXPECTED_SCORE@: 0
n = int(input())
if n in [1, 3]:
    while True: pass
print(2 * n)
