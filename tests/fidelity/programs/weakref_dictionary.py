import weakref
class A: pass
d = weakref.WeakValueDictionary()
d['x'] = A()
print(dict(d))
a = d['y'] = A()
print(list(d))
