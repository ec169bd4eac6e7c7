# attack: keep the judge busy with forbidden calls
# expect: SV
# incident: socket
# stopped-by: seccomp
import ctypes

SYS_SOCKET = 41
libc = ctypes.CDLL(None)
for attempt in range(5000):
    libc.syscall(SYS_SOCKET, -1, -1, -1)
print("breached")
