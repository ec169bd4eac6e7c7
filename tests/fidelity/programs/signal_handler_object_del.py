import signal
class H:
    def __call__(self, n, f): print('called')
    def __del__(self): print('handler gone')
signal.signal(signal.SIGUSR1, H())
signal.raise_signal(signal.SIGUSR1)
print('end')
