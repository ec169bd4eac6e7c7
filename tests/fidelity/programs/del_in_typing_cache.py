import typing
class D:
    def __del__(self): print('del')
class C:
    d = D()
x = typing.List[C]
print('end')
