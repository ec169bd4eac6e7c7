import gc
class D:
    def __del__(self): print('del')
x = D(); x.x = x
y = D()
gc.freeze()
print(gc.get_freeze_count() > 0)
