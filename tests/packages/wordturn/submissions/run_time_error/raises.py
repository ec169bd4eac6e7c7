word = input()
print(word[::-1])
if word == 'noon':
    raise ValueError('palindromes are hard')
