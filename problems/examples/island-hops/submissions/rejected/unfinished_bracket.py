# Leaves a bracket open at the end of the file, which the compiler reports (SyntaxError): CE.
# @EXPECTED_RESULTS@: CE
import sys

data = list(map(int, sys.stdin.read().split())
n, m, k, q = data[:4]
print(-1)
