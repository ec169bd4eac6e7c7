class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
class C:
    attribute = D('of class')
class M(type):
    def __del__(cls): print('class gone')
class X(metaclass=M): pass
