import sys
print('before')
sys.stderr = None
sys.exit('to C stderr')
