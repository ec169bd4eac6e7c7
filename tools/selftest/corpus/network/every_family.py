# attack: look for a socket family that was forgotten; any answer but a refusal shows one
# expect: AC
# incident: socket
# stopped-by: seccomp
import ctypes

SYS_SOCKET, EPERM, ENOSYS, EAFNOSUPPORT, AF_UNIX = 41, 1, 38, 97, 1
libc = ctypes.CDLL(None, use_errno=True)
# Around the jail there may be a filter of a service that refuses all but some families so, also one that there isn't.
libc.syscall(SYS_SOCKET, -1, 1, 0)
of_service = (EAFNOSUPPORT,) if ctypes.get_errno() == EAFNOSUPPORT else ()
open_families = []
for family in range(48):
    for kind in (1, 2, 3, 5):  # stream, datagram, raw, sequenced packets
        refusals = (EPERM, ENOSYS, EAFNOSUPPORT) if family == AF_UNIX else (EPERM, ENOSYS, *of_service)
        if libc.syscall(SYS_SOCKET, family, kind, 0) >= 0 or ctypes.get_errno() not in refusals:
            open_families.append(family)
print("breached" if open_families else "held")
