# Mixes tabs and spaces in one block (TabError, found by the compiler): CE.
# @EXPECTED_RESULTS@: CE
for _ in range(int(input())):
        line = input()
	print(line[::-1])
