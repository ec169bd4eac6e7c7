# weakref and gc: callbacks, finalizers, cycles, weak dictionaries.
import gc
import sys
import weakref


class Node:
    def __init__(self, name):
        self.name, self.friend = name, None

    def __del__(self):
        print("gone:", self.name)


gc.disable()
a = Node("a")
ref = weakref.ref(a, lambda r: print("callback", r() is None))
finalizer = weakref.finalize(a, print, "finalize")
print(ref() is a, weakref.getweakrefcount(a), finalizer.alive)
del a
print(ref(), finalizer.alive)
x, y = Node("x"), Node("y")
x.friend, y.friend = y, x
cache = weakref.WeakValueDictionary(x=x)
del x, y
print(len(cache), sorted(cache))
print(gc.collect() > 0, len(cache))
keys, key = weakref.WeakKeyDictionary(), Node("key")
keys[key] = 1
proxy = weakref.proxy(key)
print(proxy.name, len(keys))
del key
print(len(keys))
try:
    proxy.name
except ReferenceError as error:
    print(error)
method = weakref.WeakMethod(Node("short").__del__)
print(method())
try:
    weakref.ref(5)
except TypeError as error:
    print(error)
print(gc.isenabled(), gc.get_threshold(), gc.is_tracked([]), gc.is_tracked(1), gc.get_count()[2] >= 0)
last = Node("last")
weakref.finalize(last, print, "at exit")
print(sys.getrefcount(last) - 1, gc.get_referrers(last) != [])
