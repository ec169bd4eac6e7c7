# @EXPECTED_RESULTS@: MLE
word = input()
if word == 'noon':
    word = bytearray(8 << 30)
print(word[::-1])
