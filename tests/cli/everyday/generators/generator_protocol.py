# Generators from inside: send, throw, close, return values, yield from, state, frames.
import inspect


def echo():
    print("starting")
    try:
        while True:
            try:
                received = yield
                print("got", received)
            except ValueError as error:
                print("caught", error)
    finally:
        print("closing")


g = echo()
print(inspect.getgeneratorstate(g))
next(g)
g.send(1)
g.throw(ValueError("thrown in"))
print(inspect.getgeneratorstate(g), g.gi_frame.f_lineno > 0, inspect.getgeneratorlocals(g))
g.close()
print(inspect.getgeneratorstate(g), g.gi_frame)


def inner():
    got = yield 1
    return f"inner was sent {got!r}"


def outer():
    result = yield from inner()
    yield result


g = outer()
print(next(g), g.send("x"), next(g, "exhausted"))


def stubborn():
    try:
        yield
    except GeneratorExit:
        yield "no"


g = stubborn()
next(g)
for bad in (g.close, lambda: echo().send(1), lambda: next(iter([]))):
    try:
        bad()
    except (RuntimeError, TypeError, StopIteration) as error:
        print(type(error).__name__, error)


def leaks():
    raise StopIteration
    yield


try:
    list(leaks())
except RuntimeError as error:
    print(error, repr(error.__cause__))
