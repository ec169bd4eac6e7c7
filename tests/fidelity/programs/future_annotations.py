from __future__ import annotations
x: no_such = 3
print(__annotations__)
def f(a: b) -> c: pass
print(f.__annotations__)
print(compile('x: z', 'f', 'exec').co_flags)
