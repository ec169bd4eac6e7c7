# @EXPECTED_SCORE@: 6
print(int(input()) ** 2)
