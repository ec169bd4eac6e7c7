# @EXPECTED_SCORE@: 0
print(3 * int(open('letters.in').read()))
