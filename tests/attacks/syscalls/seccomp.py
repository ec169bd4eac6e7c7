# attack: add to or question the filter that confines it
# expect: AC
# incident: seccomp
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(317, 99, 0, 0),  # seccomp
]
print("held" if all(results) else "breached")
