import collections, functools, gc, weakref

gc.collect()  # what the imports allocated counts by exec alone, and would decide when the next collection is


class D:
    def __init__(self, n, *refs): self.n, self.refs = n, refs
    def __del__(self): print('del', self.n)


def closure(d): return lambda: d


_first = D('_first')
names = [D('in list %d' % i) for i in range(3)]
table = {D('key'): D('value')}
made = closure(D('closure'))
partial = functools.partial(print, D('partial'))
chain = D('outer', D('inner'))
queue = collections.deque([D('deque')])
weak = weakref.ref(chain, lambda r: print('weak'))
loop = D('loop'); loop.me = loop
generator = (x for x in [D('generator')])
print('end')
