import signal, time
def h(n, f): raise TimeoutError
signal.signal(signal.SIGALRM, h)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    while True: pass
except TimeoutError: print('timed out')
