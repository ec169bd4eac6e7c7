class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
a = D('a'); _b = D('_b'); c = D('c'); __d = D('__d'); e = [D('e1'), D('e2')]
print('end')
