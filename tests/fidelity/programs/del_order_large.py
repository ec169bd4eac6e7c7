class D:
    def __init__(self, n, *refs): self.n, self.refs = n, refs
    def __del__(self): print('del', self.n)


early = D('early')
rows = [[i, i + 1] for i in range(3000)]
middle = [D('middle %d' % i, D('inner %d' % i)) for i in range(3)]
more = {i: [str(i)] for i in range(5000)}
late = {'a': D('late a'), 'b': D('late b')}
for i in range(4):
    x = D('cycle %d' % i)
    x.me = x
print('end')
