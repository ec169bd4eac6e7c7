import sys
print('before')
class A:
    def __str__(self): raise ValueError('bad')
sys.exit(A())
