import gc
class D:
    def __del__(self): print('del')
x = D(); x.x = x
gc.freeze(); gc.unfreeze()
print(gc.get_freeze_count())
