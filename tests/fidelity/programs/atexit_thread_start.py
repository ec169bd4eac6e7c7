import atexit, threading
@atexit.register
def a():
    t = threading.Thread(target=print, args=('in thread',))
    t.start(); t.join()
