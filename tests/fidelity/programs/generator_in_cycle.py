def g():
    try:
        me = yield 1
        yield me
    finally:
        print('generator closed')
x = g()
next(x)
x.send(x)
del x
print('end')
