open('output.txt', 'w').write(open('input.txt').read())
