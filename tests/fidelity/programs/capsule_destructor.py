c = None
import ctypes

D = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


@D
def d(o):
    print("bye from capsule")


new = ctypes.pythonapi.PyCapsule_New
new.restype = ctypes.py_object
new.argtypes = [ctypes.c_void_p, ctypes.c_char_p, D]
# The destructor is never freed: whether that comes before the capsule depends on when there was a collection.
ctypes.pythonapi.Py_IncRef(ctypes.py_object(d))
c = new(1, b"x", d)
