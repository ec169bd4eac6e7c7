# @EXPECTED_RESULTS@: MLE
# @EXPECTED_SCORE@: 0
block = bytearray(80 << 20)
for at in range(0, len(block), 4096):
    block[at] = 1
open('output.txt', 'w').write('0')
