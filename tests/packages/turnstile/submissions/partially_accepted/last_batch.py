# @EXPECTED_SCORE@: 60
n = input()
print(n[::-1] if n != '40' else n)
