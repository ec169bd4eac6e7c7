sums = bytearray(1 << 30)
