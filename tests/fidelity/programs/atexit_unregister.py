import atexit
f = atexit.register(print, 'x')
atexit.register(lambda: print('y'))
atexit.unregister(print)
print(atexit._ncallbacks())
