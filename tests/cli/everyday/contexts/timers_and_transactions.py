# A transaction on a dictionary, a stopwatch, a temporary change of attributes and of the environment.
import os
import time
from contextlib import ContextDecorator, contextmanager


@contextmanager
def transaction(data):
    backup = dict(data)
    try:
        yield data
    except Exception:
        data.clear()
        data.update(backup)
        raise


class Stopwatch(ContextDecorator):
    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *_):
        self.elapsed = time.perf_counter() - self.start


@contextmanager
def patched(target, **changes):
    old = {name: getattr(target, name) for name in changes}
    for name, value in changes.items():
        setattr(target, name, value)
    try:
        yield target
    finally:
        for name, value in old.items():
            setattr(target, name, value)


stock = {"pen": 3}
with transaction(stock) as data:
    data["ink"] = 1
try:
    with transaction(stock) as data:
        data["pen"] -= 5
        data.pop("ink")
        raise ValueError("not enough pens")
except ValueError as error:
    print(error, stock)
with Stopwatch() as watch:
    time.sleep(0.01)
print(0.01 <= watch.elapsed < 60)
with patched(os, sep="|", linesep="!"):
    print(os.sep, os.linesep)
os.environ["LESSON"] = "contexts"
print(os.sep, os.environ.get("LESSON"), os.path.expandvars("$LESSON ${LESSON} $NOTHING"))
print(os.environ.pop("LESSON"), "LESSON" in os.environ)
