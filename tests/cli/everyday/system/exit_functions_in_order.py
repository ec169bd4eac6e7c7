# atexit: order, arguments, unregistering, one that fails; the exit code is 0 all the same.
import atexit


@atexit.register
def first():
    print("registered first, called last")


def fails():
    raise ValueError("in an exit function")


atexit.register(fails)
atexit.register(print, "with", "arguments", sep="-")
removed = atexit.register(lambda: print("never"))
atexit.unregister(removed)
print("end of main")
