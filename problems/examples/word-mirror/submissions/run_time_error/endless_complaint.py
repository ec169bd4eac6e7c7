# Writes complaints to standard error without end, which has an output limit of its own: OLE.
# @EXPECTED_RESULTS@: OLE
import sys

complaint = "this word looks the same to me\n" * 4096
while True:
    sys.stderr.write(complaint)
