# attack: rename the machine
# expect: AC
# incident: sethostname
# incident: setdomainname
# stopped-by: seccomp, capabilities
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(170, BAD, 4),  # sethostname
    refused(171, BAD, 4),  # setdomainname
]
print("held" if all(results) else "breached")
