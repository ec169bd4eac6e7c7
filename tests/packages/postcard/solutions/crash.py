open('output.txt', 'w').write(input()[::-1])
