# An expression as a tree of classes: evaluation, derivative, simplification, visitor by singledispatch.
from dataclasses import dataclass
from functools import singledispatch


class Node:
    __add__ = lambda self, other: Add(self, wrap(other))
    __mul__ = lambda self, other: Mul(self, wrap(other))
    __rmul__ = lambda self, other: Mul(wrap(other), self)


@dataclass(frozen=True)
class Num(Node):
    value: float


@dataclass(frozen=True)
class Var(Node):
    name: str


@dataclass(frozen=True)
class Add(Node):
    a: Node
    b: Node


@dataclass(frozen=True)
class Mul(Node):
    a: Node
    b: Node


def wrap(x):
    return x if isinstance(x, Node) else Num(x)


def derive(node, name):
    match node:
        case Num():
            return Num(0)
        case Var(n):
            return Num(int(n == name))
        case Add(a, b):
            return derive(a, name) + derive(b, name)
        case Mul(a, b):
            return derive(a, name) * b + a * derive(b, name)


def simple(node):
    match node:
        case Add(a, b) | Mul(a, b):
            node = type(node)(simple(a), simple(b))
    match node:
        case Mul(Num(0), _) | Mul(_, Num(0)):
            return Num(0)
        case Mul(Num(1), x) | Mul(x, Num(1)) | Add(Num(0), x) | Add(x, Num(0)):
            return x
        case Add(Num(a), Num(b)):
            return Num(a + b)
        case Mul(Num(a), Num(b)):
            return Num(a * b)
    return node


@singledispatch
def show(node):
    raise TypeError(f"what is {node!r}?")


show.register(Num, lambda n: str(n.value))
show.register(Var, lambda n: n.name)
show.register(Add, lambda n: f"({show(n.a)} + {show(n.b)})")
show.register(Mul, lambda n: f"{show(n.a)}·{show(n.b)}")
x = Var("x")
f = x * x * 3 + 2 * x + 5
print(show(f), show(simple(derive(f, "x"))), simple(derive(derive(derive(f, "x"), "x"), "x")), sep="\n")
