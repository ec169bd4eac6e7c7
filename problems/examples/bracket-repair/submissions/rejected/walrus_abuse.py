# Assigns to a function call, which the compiler refuses (SyntaxError): CE.
# @EXPECTED_RESULTS@: CE
import sys

len(sys.argv) = 1
print(0)
