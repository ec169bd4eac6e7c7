import gc
gc.callbacks.append(lambda phase, info: print(phase, info['generation']))
class D:
    def __del__(self): print('del')
x = D(); x.x = x
