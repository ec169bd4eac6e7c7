# Prints nested brackets in a loop that never ends: OLE on the first test.
# @EXPECTED_RESULTS@: OLE
depth = 1
while True:
    print("(" * 10_000 + ")" * 10_000)
    depth += 1
