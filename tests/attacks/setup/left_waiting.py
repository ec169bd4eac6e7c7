# attack: end with threads that wait for the keeper's answer, so that it is the next run's set-up that is answered
# expect: AC
# runs: 3
import ctypes
import os
import threading

libc = ctypes.CDLL(None, use_errno=True)


def ask():
    for _ in range(100):  # together below the cap, however slow the host
        libc.syscall(ctypes.c_long(308), ctypes.c_long(-1), ctypes.c_long(0))


for _ in range(8):
    threading.Thread(target=ask, daemon=True).start()
os.write(1, b"held\n")
os._exit(0)
