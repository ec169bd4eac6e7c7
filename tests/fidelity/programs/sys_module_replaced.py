import sys
class M(type(sys)): 
    x = 5
sys.modules['__main__'].__class__ = M
import __main__
print(__main__.x)
class D:
    def __del__(self): print('gone')
d = D()
