# Answers the first question without end, and passes the output limit on the first test: OLE.
# @EXPECTED_RESULTS@: OLE
import sys

while True:
    print("0\n" * 50_000)
