# @EXPECTED_RESULTS@: CE
print(input()[::-1]
