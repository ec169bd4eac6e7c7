# @EXPECTED_SCORE@: 50
n = input()
while n == '30':
    pass
print(n[::-1])
