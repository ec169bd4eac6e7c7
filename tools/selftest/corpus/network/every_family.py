# attack: look for a socket family that was forgotten; any answer but a refusal shows one
# expect: AC
# incident: socket
# stopped-by: seccomp
import ctypes

SYS_SOCKET, EPERM, ENOSYS, EAFNOSUPPORT, AF_UNIX = 41, 1, 38, 97, 1
libc = ctypes.CDLL(None, use_errno=True)
open_families = []
for family in range(48):
    for kind in (1, 2, 3, 5):  # stream, datagram, raw, sequenced packets
        refusals = (EPERM, ENOSYS) if family != AF_UNIX else (EPERM, ENOSYS, EAFNOSUPPORT)
        if libc.syscall(SYS_SOCKET, family, kind, 0) >= 0 or ctypes.get_errno() not in refusals:
            open_families.append(family)
print("breached" if open_families else "held")
