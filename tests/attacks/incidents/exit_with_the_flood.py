# attack: make just as many forbidden calls as end a run and stop at once, so that the end comes before the judgement
# expect: SV
# incident: socket
import ctypes
import os

SYS_SOCKET = 41
libc = ctypes.CDLL(None)
for attempt in range(1100):
    libc.syscall(SYS_SOCKET, -1, -1, -1)
os._exit(0)
