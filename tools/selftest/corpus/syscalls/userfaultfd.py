# attack: handle its own page faults, which stretches races in the kernel
# expect: AC
# incident: userfaultfd
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(323, 1),  # userfaultfd
]
print("held" if all(results) else "breached")
