# attack: ignore every signal that asks it to end, SIGXCPU among them, and go on computing
# expect: TLE cpu
# stopped-by: cpu-limit
import signal
import time

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while time.process_time() < 0.9:
    pass
print("breached")
