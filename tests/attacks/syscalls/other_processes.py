# attack: look into and advise other processes by number or descriptor
# expect: AC
# incident: kcmp
# incident: process_madvise
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(312, 30000, 30000, 0, 0, 0),  # kcmp
    refused(440, -1, BAD, 1, 0, 0),  # process_madvise
]
print("held" if all(results) else "breached")
