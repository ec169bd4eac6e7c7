# Fills 512 MiB with touched bytes before reading any input, far over the memory limit: MLE.
# @EXPECTED_RESULTS@: MLE
hoard = []
for _ in range(128):
    hoard.append(bytearray(b"\xa5") * (4 << 20))
print(sum(map(len, hoard)))
