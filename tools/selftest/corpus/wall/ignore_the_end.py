# attack: ignore every signal that asks it to end, and sleep through what interrupts
# expect: TLE wall
# stopped-by: wall-limit
import signal
import time

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, lambda number, frame: None)
    except (OSError, ValueError):
        pass
time.sleep(3)
print("breached")
