class Base:
    made = []
    def __init__(self): Base.made.append(self)
    def __del__(self): print(type(self).__name__, 'gone')


class Left(Base): pass
class Right(Base): pass


class Both(Left, Right):
    def __init__(self):
        super().__init__()
        self.left, self.right = Left(), Right()


root = Both()
other = Right()
Base.made.reverse()
print([type(x).__name__ for x in Base.made])
