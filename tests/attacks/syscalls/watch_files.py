# attack: watch what others do with files
# expect: AC
# incident: fanotify_init
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(300, 0x200, 0),  # fanotify_init
]
print("held" if all(results) else "breached")
