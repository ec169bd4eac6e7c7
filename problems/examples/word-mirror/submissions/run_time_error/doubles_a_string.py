# Doubles a string until it holds 512 MiB, far over the memory limit, on the very first test: MLE.
# @EXPECTED_RESULTS@: MLE
text = input() + " mirror" * 1000
while len(text) < 512 << 20:
    text = text + text
print(text[:10])
