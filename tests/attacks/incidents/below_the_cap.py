# attack: make five hundred forbidden calls, which are recorded
# expect: AC
# incident: socket
# stopped-by: seccomp
import ctypes

SYS_SOCKET, EPERM, ENOSYS = 41, 1, 38
libc = ctypes.CDLL(None, use_errno=True)
got_through = 0
for attempt in range(500):
    libc.syscall(SYS_SOCKET, -1, -1, -1)
    got_through += ctypes.get_errno() not in (EPERM, ENOSYS)
print("breached" if got_through else "held")
