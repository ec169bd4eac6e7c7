# attack: end the main thread alone, so that the process looks dead while another thread computes
# expect: TLE cpu
# stopped-by: cpu-limit
import ctypes
import os
import threading
import time

SYS_EXIT = 60  # ends the calling thread only


def work():
    while time.process_time() < 0.9:
        pass
    os.write(1, b"breached\n")
    os._exit(0)


threading.Thread(target=work).start()
ctypes.CDLL(None).syscall(SYS_EXIT, 0)
