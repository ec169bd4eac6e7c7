# attack: make more forbidden calls than are answered at once, and end, so that the end comes before the judgement
# expect: AC
# incident: socket
import ctypes
import os

SYS_SOCKET = 41
libc = ctypes.CDLL(None)
for attempt in range(1100):
    libc.syscall(SYS_SOCKET, -1, -1, -1)
os.write(1, b"held\n")
os._exit(0)
