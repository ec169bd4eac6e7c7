# @EXPECTED_RESULTS@: OLE
word = input()
print(word[::-1])
while word == 'noon':
    print('x' * 1000)
