import sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
def f():
    local = D('local')
    sys.exit(3)
g = D('global')
f()
