import sys, math
class D:
    def __del__(self): print(sys is None, math is None, sys.modules.get('math') is None, sys.path, sys.argv, sys.is_finalizing(), sys.stdout is not None)
def f(): return d
d = D()
