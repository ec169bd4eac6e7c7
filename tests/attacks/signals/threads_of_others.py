# attack: signal threads of the first process; with a signal that does not exist
# expect: AC
# incident: tgkill
# incident: tkill
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(234, 1, 1, 999),  # tgkill
    refused(200, 1, 999),  # tkill
]
print("held" if all(results) else "breached")
