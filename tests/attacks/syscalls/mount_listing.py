# attack: list all mounts of the namespace by number, past the limits of /proc
# expect: AC
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(457, BAD, BAD, 0, 0),  # statmount
    refused(458, BAD, BAD, 0, 0),  # listmount
]
print("held" if all(results) else "breached")
