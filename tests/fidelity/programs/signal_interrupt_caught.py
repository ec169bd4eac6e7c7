import signal
try:
    signal.raise_signal(signal.SIGINT)
    import time; time.sleep(1)
except KeyboardInterrupt as e:
    print(repr(e))
