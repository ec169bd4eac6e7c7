# attack: end the main thread alone, so that the process looks dead while another thread sleeps
# expect: TLE wall
# stopped-by: wall-limit
import ctypes
import os
import threading
import time

SYS_EXIT = 60  # ends the calling thread only


def linger():
    time.sleep(3)
    os.write(1, b"breached\n")
    os._exit(0)


threading.Thread(target=linger).start()
ctypes.CDLL(None).syscall(SYS_EXIT, 0)
