import gc
class D:
    def __init__(self, n): self.n = n; self.me = self
    def __del__(self): print('del', self.n)
keep = [[i] for i in range(200000)]
x = D(1); D(2)
gc.collect()
y = D(3)
print(gc.get_stats()[2]['collections'] > 0)
