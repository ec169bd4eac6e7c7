import sys, os
print('one')
os.write(1, b'two\n')
print('three', flush=True)
os.write(1, b'four\n')
sys.stderr.write('err')
os.write(2, b'five\n')
