import sys
log = []
def t(f, e, a):
    if f.f_code.co_filename == __file__: log.append((f.f_code.co_name, e, f.f_lineno))
    return t
sys.settrace(t)
def f():
    x = 1
    return x
f()
sys.settrace(None)
print(log, sys.gettrace(), sys.getprofile())
