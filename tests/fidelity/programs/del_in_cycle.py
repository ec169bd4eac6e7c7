class D:
    def __init__(self, n): self.n = n; self.me = self
    def __del__(self): print('del', self.n)
for i in range(5): D(i)
x = D('global')
print('end')
