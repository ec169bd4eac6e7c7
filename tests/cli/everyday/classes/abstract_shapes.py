# abc: abstract methods, mixins, registered classes, subclass hooks, super() in a diamond.
import math
from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Sized


class Shape(ABC):
    @property
    @abstractmethod
    def area(self): ...

    def __str__(self):
        return f"{type(self).__name__} of {self.area:.2f}"


class Circle(Shape):
    def __init__(self, r):
        self.r = r

    @property
    def area(self):
        return math.pi * self.r**2


class Square(Shape):
    def __init__(self, a):
        self.a = a

    area = property(lambda self: self.a * self.a)


@Shape.register
class Blob:
    area = 0


class Box(Container):
    def __contains__(self, item):
        return item == 1

    def __len__(self):
        return 7


print(*map(str, (Circle(1), Square(3))), isinstance(Blob(), Shape))
print(issubclass(Box, Sized), isinstance(Box(), Iterable), 1 in Box())
try:
    Shape()
except TypeError as error:
    print(error)


class A:
    def hello(self):
        return ["A"]


class B(A):
    def hello(self):
        return ["B"] + super().hello()


class C(A):
    def hello(self):
        return ["C"] + super().hello()


class D(B, C):
    def hello(self):
        return ["D"] + super().hello()


print(D().hello(), [c.__name__ for c in D.__mro__])
