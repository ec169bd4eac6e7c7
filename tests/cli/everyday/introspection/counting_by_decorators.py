# functools: decorators with and without arguments, caches, partials, dispatch, reduce.
import functools
import operator


def counted(function=None, *, label=None):
    if function is None:
        return functools.partial(counted, label=label)

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls, wrapper.label = 0, label or function.__name__
    return wrapper


@counted
def add(a, b=1):
    """Adds."""
    return a + b


@counted(label="special")
def twice(x):
    return 2 * x


print(add(1), add(1, b=5), twice("ab"), add.calls, twice.label, add.__doc__, add.__name__, add.__wrapped__(1))


@functools.lru_cache(maxsize=3)
def square(n):
    return n * n


print([square(n) for n in (1, 2, 3, 1, 4, 2)], square.cache_info(), square.cache_parameters())
square.cache_clear()


@functools.cache
def paths(r, c):
    return 1 if not r or not c else paths(r - 1, c) + paths(r, c - 1)


print(paths(16, 16), paths.cache_info().misses)


@functools.singledispatch
def kind(x):
    return "something"


@kind.register
def _(x: int | float):
    return "a number"


@kind.register(list)
def _(x):
    return f"a list of {kind(x[0])}"


print(kind("s"), kind(True), kind([2.5]), kind.dispatch(dict).__name__)
print(functools.reduce(operator.mul, range(1, 7)))
print(functools.partial(int, base=2)("101"), functools.partial(print, 1, end=";\n").args)
compose = lambda *fs: functools.reduce(lambda f, g: lambda x: f(g(x)), fs)
print(compose(str, abs, int)("-5"), operator.attrgetter("real", "imag")(2j), operator.methodcaller("split", "-")("a-b"))
