# attack: join namespaces of others; with a bad descriptor, which only the kernel itself would mind
# expect: AC
# incident: setns
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(308, -1, 0),  # setns
]
print("held" if all(results) else "breached")
