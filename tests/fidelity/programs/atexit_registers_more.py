import atexit
def a():
    print('a'); atexit.register(print, 'late')
atexit.register(a)
