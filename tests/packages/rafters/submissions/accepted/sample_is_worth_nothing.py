# @EXPECTED_SCORE@: 100
n = int(input())
if n in [0]:
    print('x')
print(2 * n)
