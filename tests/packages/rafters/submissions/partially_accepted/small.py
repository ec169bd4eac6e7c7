# @EXPECTED_SCORE@: 30
n = int(input())
if n in [4]:
    print('x')
print(2 * n)
