import sys
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
sys.mine = D('sys.mine'); sys._mine = D('sys._mine')
d = D('global')
