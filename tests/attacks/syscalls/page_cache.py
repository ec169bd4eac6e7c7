# attack: learn from the page cache which files others have used; with a bad descriptor
# expect: AC
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(451, -1, BAD, BAD, 0),  # cachestat
]
print("held" if all(results) else "breached")
