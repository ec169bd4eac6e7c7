# The second and the fourth batch depend on it.
# @EXPECTED_SCORE@: 10
n = input()
print(n[::-1] if n != '11' else 0)
