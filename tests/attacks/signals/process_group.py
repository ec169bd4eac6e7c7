# attack: signal all the processes of its group; with a signal that does not exist
# expect: AC
# incident: kill
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(62, 0, 999),  # kill
]
print("held" if all(results) else "breached")
