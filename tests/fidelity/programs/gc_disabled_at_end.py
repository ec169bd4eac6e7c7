import gc
gc.disable()
class D:
    def __del__(self): print('del')
x = D(); x.x = x
del x
