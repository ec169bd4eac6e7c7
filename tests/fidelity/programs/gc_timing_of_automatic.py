# differs from 3.14: in 3.14 the first collection is due after 65 allocations, by template after some 20 less
class D:
    def __init__(self, n): self.n = n; self.me = self
    def __del__(self):
        if self.n % 500 == 0: print('del', self.n)
for i in range(3000): D(i)
print('end')
