# differs from 3.14: in 3.14 the import is about when the first collection is due, and the order depends on that
# differs with dataclasses from 3.13: it imports ast, which is never taken down, with all that it leads to
import decimal, collections
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
collections.UserDict.mine = D('UserDict')
d = D('global')
