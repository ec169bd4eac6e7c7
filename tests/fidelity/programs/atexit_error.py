import atexit
atexit.register(print, 'still called')
@atexit.register
def bad(): 1/0
