# differs: random, which is preloaded, keeps math alive by its hook for forks; by exec it isn't there
import math, collections
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
math.mine = D('math'); collections.mine = D('collections')
d = D('global')
