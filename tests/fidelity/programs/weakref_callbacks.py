import weakref
class A: pass
a = A(); b = A()
r = weakref.ref(a, lambda _: print('a gone'))
s = weakref.ref(b, lambda _: print('b gone'))
del a
print('end')
