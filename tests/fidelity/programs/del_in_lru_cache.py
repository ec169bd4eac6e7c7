import functools
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n)
@functools.lru_cache
def f(n): return D(n)
f(1); f(2)
print('end')
