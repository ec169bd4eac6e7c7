# attack: have a timer interrupt the computation 20 000 times a second
# expect: TLE cpu
# stopped-by: cpu-limit
import os
import signal
import time

signal.signal(signal.SIGALRM, lambda number, frame: None)
try:
    signal.setitimer(signal.ITIMER_REAL, 5e-5, 5e-5)
except OSError:
    pass  # no timers: an ordinary loop
while time.process_time() < 0.9:
    pass
signal.signal(signal.SIGALRM, signal.SIG_IGN)
print("breached", flush=True)
os._exit(0)
