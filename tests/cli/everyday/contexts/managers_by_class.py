# Context managers by class: errors that are swallowed, order, reuse, nesting.
class Managed:
    def __init__(self, name, swallow=()):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, error, trace):
        print("exit", self.name, kind.__name__ if kind else None, trace is not None)
        return kind is not None and issubclass(kind, self.swallow)


with Managed("a") as a, Managed("b", KeyError) as b:
    print(a, b)
    {}["x"]
print("goes on")
try:
    with (
        Managed("outer", ValueError),
        Managed("inner"),
    ):
        raise TypeError("not swallowed")
except TypeError as error:
    print(error)
for i in range(3):
    with Managed(str(i)):
        if i == 1:
            break


def early():
    with Managed("early"):
        return "returned"


print(early())


class FailsOnEnter:
    def __enter__(self):
        raise RuntimeError("no entry")

    def __exit__(self, *args):
        print("never printed")


try:
    with Managed("first"), FailsOnEnter():
        pass
except RuntimeError as error:
    print(error)
try:
    with 5:
        pass
except TypeError as error:
    print(error)
