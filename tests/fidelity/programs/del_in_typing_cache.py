# differs with dataclasses from 3.12: it imports ast, which is never taken down, with all that it leads to
import typing
class D:
    def __del__(self): print('del')
class C:
    d = D()
x = typing.List[C]
print('end')
