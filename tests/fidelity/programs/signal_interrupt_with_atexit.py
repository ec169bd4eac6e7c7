import atexit, signal
atexit.register(print, 'atexit')
class D:
    def __del__(self): print('del')
d = D()
signal.raise_signal(signal.SIGINT)
while True: pass
