import sys
print('before')
print('lost')
import os
os.abort()
