# attack: let the main program end at once and compute in an exit handler
# expect: TLE cpu
# stopped-by: cpu-limit
import atexit
import time


def work():
    while time.process_time() < 0.9:
        pass
    print("breached")


atexit.register(work)
