# @EXPECTED_SCORE@: 15
print(int(input()) ** 2)
