class D:
    def __del__(self): raise ValueError('x')
d = D()
