# attack: change its execution domain
# expect: AC
# incident: personality
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(135, 0xFFFFFFFF),  # personality
]
print("held" if all(results) else "breached")
