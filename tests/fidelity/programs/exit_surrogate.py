import sys
print('before')
sys.exit('\ud800')
