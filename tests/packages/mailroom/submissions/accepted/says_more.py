# What is written to the standard streams is nobody's output. The files are plain ones.
import os, stat, sys
assert sys.stdin.read() == '' and stat.S_ISREG(os.stat('letters.in').st_mode)
assert sorted(os.listdir()) == ['letters.in', 'main.py'] and not os.path.exists('output.txt')
n = int(open('letters.in').read())
print('read', n)
print('read', n, file=sys.stderr)
sys.stdout = open('output.txt', 'w')
print(3 * n)
