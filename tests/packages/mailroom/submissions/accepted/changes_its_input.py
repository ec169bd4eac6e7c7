import os
n = int(open('letters.in').read())
with open('letters.in', 'a') as letters:
    letters.write('more')
os.rename('letters.in', 'letters.out')
os.link('letters.out', 'letters.in')
open('part', 'w').write(str(3 * n))
os.replace('part', 'output.txt')
