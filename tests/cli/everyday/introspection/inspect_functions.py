# inspect: signatures, source, members, binding, closures, documentation.
import functools
import inspect


def greet(name: str, /, greeting="Hello", *others, punctuation: str = "!", **options) -> str:
    """Greets somebody.

    Politely.
    """
    return f"{greeting} {name}{punctuation}"


signature = inspect.signature(greet)
print(signature, signature.return_annotation)
for parameter in signature.parameters.values():
    print(parameter.name, parameter.kind.description)
    print(parameter.default if parameter.default is not parameter.empty else "-")
bound = signature.bind("Ada", punctuation="?")
bound.apply_defaults()
print(bound.arguments, greet.__defaults__, greet.__kwdefaults__, greet.__annotations__)
print(inspect.getdoc(greet), inspect.getsource(greet).splitlines()[0], inspect.getsourcelines(greet)[1], sep="\n")


def counter():
    n = 0

    def up():
        nonlocal n
        n += 1
        return n
    return up


up = counter()
up()
print(inspect.getclosurevars(up).nonlocals, up.__closure__[0].cell_contents, up.__code__.co_freevars, up.__qualname__)


def logged(f):
    @functools.wraps(f)
    def wrapper(*args):
        return f(*args)
    return wrapper


@logged
def area(w, h=1):
    return w * h


print(inspect.signature(area), area.__wrapped__.__name__)
print(inspect.unwrap(area).__code__.co_varnames, inspect.isgeneratorfunction(area))
print([name for name, _ in inspect.getmembers(inspect.Parameter, inspect.isdatadescriptor)])
print(inspect.getmodule(greet).__name__)
try:
    signature.bind()
except TypeError as error:
    print(error)
