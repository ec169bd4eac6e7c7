# Operator overloading: arithmetic, reflected, in place, comparison, conversion, hashing.
import math


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x=0.0, y=0.0):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Vector({self.x!r}, {self.y!r})"

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y) if isinstance(other, Vector) else NotImplemented

    def __mul__(self, k):
        return self.x * k.x + self.y * k.y if isinstance(k, Vector) else Vector(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + -other

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __bool__(self):
        return bool(abs(self))

    def __iter__(self):
        return iter((self.x, self.y))

    def __format__(self, spec):
        return f"<{self.x:{spec}}; {self.y:{spec}}>"


a, b = Vector(3, 4), Vector(1, 2)
c = a
c += b
print(a + b, a - b, 2 * b, a * b, -b, abs(Vector(3, 4)), a is c)
print(bool(Vector()), f"{b:.1f}", [*b], len({Vector(1, 2), b}))
print(a == b, a != b, a == (4, 6), sum([a, b], Vector()))
for bad in (lambda: a + 1, lambda: setattr(a, "z", 1), lambda: a < b, lambda: int(a)):
    try:
        bad()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
