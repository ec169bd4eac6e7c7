# The sample counts here.
# @EXPECTED_SCORE@: 61
print(int(input()) ** 2)
