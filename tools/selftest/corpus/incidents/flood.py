# attack: keep the judge busy with forbidden calls: a flooder has to wait for its answers
# expect: AC
# incident: socket
# stopped-by: seccomp
import ctypes
import time

SYS_SOCKET, AF_INET, SOCK_STREAM = 41, 2, 1
libc = ctypes.CDLL(None)
begin = time.monotonic()
for attempt in range(3000):
    libc.syscall(SYS_SOCKET, AF_INET, SOCK_STREAM, 0)
print("breached" if time.monotonic() - begin < 1 else "held")
