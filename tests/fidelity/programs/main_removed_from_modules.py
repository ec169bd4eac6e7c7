import sys
class D:
    def __del__(self): print('gone')
d = D()
del sys.modules['__main__']
print('end')
