# traceback: extracting, formatting, of stacks and exceptions, with carets and locals.
import sys
import traceback


def a(n):
    b = n * 2
    return c(b)


def c(n):
    text = {"x": [1, 2]}
    return text["x"][n]["y"]


try:
    a(5)
except IndexError:
    kind, value, trace = sys.exc_info()
    for frame in traceback.extract_tb(trace):
        print(frame.name, frame.lineno, frame.line, frame.colno)
    print(traceback.format_exception_only(value))
    summary = traceback.TracebackException(kind, value, trace, capture_locals=True)
    print(summary.stack[-1].locals["n"], summary.exc_type.__name__)
    traceback.print_exc(file=sys.stdout)
    traceback.print_exc(limit=1)
print(sys.exc_info())
try:
    exec("def f(:\n  pass")
except SyntaxError as error:
    print(error.lineno, error.offset, error.msg, error.text)
    print("".join(traceback.format_exception_only(error)))
print([frame.name for frame in traceback.extract_stack()], len(traceback.format_stack()))


def deep(n):
    return deep(n - 1) if n else 1 / 0


try:
    deep(20)
except ZeroDivisionError:
    lines = traceback.format_exc().splitlines()
    print(len(lines), [line for line in lines if "repeated" in line])
print(value.__traceback__.tb_next.tb_frame.f_code.co_name, trace.tb_lineno)
