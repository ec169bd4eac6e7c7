# Prints the same line for ever in large pieces, and passes the output limit within moments: OLE.
# @EXPECTED_RESULTS@: OLE
import sys

piece = "0 and another customer\n" * 4096
while True:
    sys.stdout.write(piece)
