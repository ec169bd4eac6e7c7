# @EXPECTED_RESULTS@: MLE
word = input()
if word == 'noon':
    word = bytearray(1 << 30)
print(word[::-1])
