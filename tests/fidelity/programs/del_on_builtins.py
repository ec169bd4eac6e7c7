import builtins
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
builtins.mine = D('builtins.mine')
d = D('global')
