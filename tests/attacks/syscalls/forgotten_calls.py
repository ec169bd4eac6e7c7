# attack: calls of older kernels that nobody thinks of
# expect: AC
# incident: uselib
# incident: ustat
# incident: _sysctl
# incident: lookup_dcookie
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(134, BAD),  # uselib
    refused(136, 0, BAD),  # ustat
    refused(156, BAD),  # _sysctl
    refused(212, 0, BAD, 0),  # lookup_dcookie
]
print("held" if all(results) else "breached")
