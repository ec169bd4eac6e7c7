# Prints the digits of its first area for ever, since no number of them seemed enough: OLE.
# @EXPECTED_RESULTS@: OLE
print("27.", end="")
while True:
    print("0" * 65536, end="")
