word, = input().split()
print(word)
