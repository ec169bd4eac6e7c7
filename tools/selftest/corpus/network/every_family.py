# attack: look for a socket family that was forgotten; any answer but a refusal shows one
# expect: AC
# incident: socket
# stopped-by: seccomp
import ctypes

SYS_SOCKET, EPERM, ENOSYS = 41, 1, 38
libc = ctypes.CDLL(None, use_errno=True)
open_families = []
for family in range(48):
    for kind in (1, 2, 3, 5):  # stream, datagram, raw, sequenced packets
        if libc.syscall(SYS_SOCKET, family, kind, 0) >= 0 or ctypes.get_errno() not in (EPERM, ENOSYS):
            open_families.append(family)
print("breached" if open_families else "held")
