# @EXPECTED_SCORE@: 0
n = input()
print(n[::-1] if n != '3' else n + n)
