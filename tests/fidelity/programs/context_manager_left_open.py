import contextlib
@contextlib.contextmanager
def c():
    print('in')
    try: yield
    finally: print('out')
m = c()
m.__enter__()
