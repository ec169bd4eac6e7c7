import sys
print(type(sys.stdin), type(globals()), type(__loader__), type(sys.flags))
class A: pass
print(A, A.__mro__, A.__dict__.keys())
