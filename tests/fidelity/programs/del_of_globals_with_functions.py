class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n, D is None, print is None)
def f(): return a
a = D('a'); _b = D('_b'); c = D('c')
f()
print('end')
