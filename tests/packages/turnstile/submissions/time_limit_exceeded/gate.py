# @EXPECTED_SCORE@: 0
n = input()
while n == '3':
    pass
print(n[::-1])
