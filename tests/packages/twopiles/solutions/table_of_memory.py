sums = bytearray(8 << 30)
