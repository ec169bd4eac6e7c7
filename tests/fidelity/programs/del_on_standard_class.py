import decimal, collections
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
collections.UserDict.mine = D('UserDict')
d = D('global')
