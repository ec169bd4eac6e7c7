# attack: block every signal, so that only the one that can't be blocked ends it
# expect: TLE wall
# stopped-by: wall-limit
import signal
import time

signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
time.sleep(3)
print("breached")
