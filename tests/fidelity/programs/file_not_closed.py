import os, sys
f = open('out.txt', 'w')
f.write('data')
r, w = os.pipe()
g = open(1, 'w', closefd=False)
g.write('written at the end\n')
