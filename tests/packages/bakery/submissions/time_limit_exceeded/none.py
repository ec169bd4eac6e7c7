# @EXPECTED_SCORE@: 0
n = int(input())
while n == 2:
    pass
print('x')
