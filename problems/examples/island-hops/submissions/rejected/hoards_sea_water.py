# Takes 512 MiB of touched memory before reading anything: MLE on the first test.
# @EXPECTED_RESULTS@: MLE
sea = [bytearray(b"\xff") * (8 << 20) for _ in range(64)]
print(len(sea))
