import sys
def t(f, e, a): print(f.f_code.co_name, e)
class D:
    def __del__(self): pass
d = D()
sys.settrace(t)
