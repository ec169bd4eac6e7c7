import sys
class W:
    def write(self, s): sys.__stdout__.write(s.upper())
    def flush(self): raise OSError('no flush')
sys.stdout = W()
print('hello')
