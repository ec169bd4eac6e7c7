import sys
sys.stdout = None
print('nothing')
sys.stderr.write('err\n')
