import inspect
def f(x):
    # comment
    return x
class C:
    pass
print(inspect.getsource(f), inspect.getsource(C), inspect.getsourcefile(f) == __file__, inspect.getfile(C) == __file__)
import sys
print(len(inspect.getsource(sys.modules['__main__'])))
