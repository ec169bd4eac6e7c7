import sys
class D:
    def __del__(self): raise ValueError('in del')
d = D()
del d
sys.unraisablehook = lambda u: print('hook', u.exc_type, u.err_msg)
d = D()
