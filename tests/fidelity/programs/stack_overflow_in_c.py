import sys
sys.setrecursionlimit(10**7)
class A:
    def __getattr__(self, n): return getattr(self, n + 'x'[:0])
    def __repr__(self): return repr(self)
class B(list):
    pass
def f(n):
    return max([n], key=lambda k: f(k + 1))
f(0)
