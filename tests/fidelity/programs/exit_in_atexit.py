import atexit, sys
atexit.register(lambda: print('first registered'))
atexit.register(lambda: sys.exit(5))
print('end')
