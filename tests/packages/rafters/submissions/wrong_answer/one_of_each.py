# @EXPECTED_SCORE@: 0
n = int(input())
if n in [2, 5]:
    print('x')
print(2 * n)
