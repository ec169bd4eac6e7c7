# @EXPECTED_RESULTS@: MLE
n = int(input())
if n == 900:
    n = bytearray(8 << 30)
print({10: 7, 1: 1, 1000: 1000, 900: 617}[n], flush=True)
