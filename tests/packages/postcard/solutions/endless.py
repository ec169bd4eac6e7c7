word = open('input.txt').read().strip()
while len(word) > 5:
    pass
open('output.txt', 'w').write(word[::-1])
