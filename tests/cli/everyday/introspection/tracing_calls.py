# sys.settrace, sys.setprofile, frames, recursion limits.
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


calls, lines = [], set()


def tracer(frame, event, arg):
    if event == "call" and frame.f_code.co_name == "fib":
        calls.append(frame.f_locals["n"])
        return tracer
    if event == "line":
        lines.add(frame.f_lineno)
    if event == "return":
        calls.append(("r", arg))
    return tracer


sys.settrace(tracer)
fib(3)
sys.settrace(None)
print(calls, sorted(lines), sys.gettrace())
events = []
sys.setprofile(lambda frame, event, arg: events.append((event, getattr(arg, "__name__", frame.f_code.co_name))))
len("abc")
fib(1)
sys.setprofile(None)
print(events)


def depth():
    frame, n = sys._getframe(), 0
    while frame:
        n, frame = n + 1, frame.f_back
    return n


print(depth(), (lambda: depth())(), sys._getframe().f_code.co_name, sys._getframe().f_globals is globals())


def endless(n=0):
    return endless(n + 1)


sys.setrecursionlimit(200)
try:
    endless()
except RecursionError as error:
    print(error)
print(sys.getrecursionlimit(), sys.getsizeof([]) < sys.getsizeof([1, 2]), sys.getrefcount(events) >= 2)
