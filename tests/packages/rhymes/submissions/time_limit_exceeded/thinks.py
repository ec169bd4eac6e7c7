# @EXPECTED_SCORE@: 0
word = input()
while word == 'cat':
    pass
print(1)
