word = input()
while word == 'noon':
    pass
print(word[::-1])
