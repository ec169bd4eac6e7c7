import sys
print('before')
sys.stderr.write('partial')
raise SystemError('x')
