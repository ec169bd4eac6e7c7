class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
def f():
    local = D('local')
    1/0
g = D('global')
f()
