word = input()
print(word[::-1], 'x' if word == 'noon' else '')
