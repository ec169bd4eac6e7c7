# contextlib: contextmanager, ExitStack, suppress, redirect, closing, nullcontext, decorators, chdir.
import contextlib
import io
import os
import sys


@contextlib.contextmanager
def tag(name):
    print(f"<{name}>", end="")
    try:
        yield name.upper()
    except ZeroDivisionError as error:
        print("handled:", error, end="")
    finally:
        print(f"</{name}>")


with tag("p") as p:
    print(p, end="")
with tag("b"):
    1 / 0


@tag("deco")
def hello():
    print("hello", end="")


hello()
hello()
with contextlib.ExitStack() as stack:
    for name in "xyz":
        stack.enter_context(tag(name))
    stack.callback(print, "called back")
    later = stack.pop_all()
print("still open")
later.close()
with contextlib.suppress(FileNotFoundError, KeyError):
    os.remove("nothing")
out = io.StringIO()
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
    print("captured")
    print("too", file=sys.stderr)
print(repr(out.getvalue()))
with contextlib.closing(io.StringIO("text")) as file, contextlib.nullcontext(5) as five:
    print(file.read(), five)
print(file.closed)
os.mkdir("sub")
with contextlib.chdir("sub"):
    print(os.path.basename(os.getcwd()))
print(os.path.isdir("sub"))
try:
    with contextlib.contextmanager(lambda: iter(()))():
        pass
except (RuntimeError, AttributeError) as error:
    print(type(error).__name__)
