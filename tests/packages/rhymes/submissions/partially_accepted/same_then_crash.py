# @EXPECTED_SCORE@: 20
word = input()
assert word == 'cat'
print(word)
