# attack: end while another thread waits for the answer to a forbidden call
# expect: AC
import ctypes
import os
import threading

SYS_SOCKET = 41
libc = ctypes.CDLL(None)


def hammer():
    for attempt in range(300):
        libc.syscall(SYS_SOCKET, -1, -1, -1)


os.write(1, b"held\n")
for number in range(3):
    threading.Thread(target=hammer).start()
os._exit(0)
