word = input()[::-1]
print(word[:1], word[1:])
