import sys
def hook(*a):
    print('hook', a[0])
    sys.exit(7)
sys.excepthook = hook
class D:
    def __del__(self): print('D gone')
d = D()
1/0
