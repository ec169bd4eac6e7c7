# @EXPECTED_SCORE@: 80
n = int(input())
if n in [3]:
    print('x')
print(2 * n)
