import signal, time
def h(n, f): raise TimeoutError
signal.signal(signal.SIGALRM, h)
try:
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    while True: pass
except TimeoutError: print('timed out')
