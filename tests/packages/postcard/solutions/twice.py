word = open('input.txt').read().strip()[::-1]
open('output.txt', 'w').write(word + '\n' + word)
