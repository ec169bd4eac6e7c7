import sys
class D:
    def __del__(self): print('gone')
d = D()
sys.modules.clear()
print('end')
