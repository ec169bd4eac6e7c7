# attack: take descriptors out of other processes
# expect: AC
# incident: pidfd_open
# incident: pidfd_getfd
# incident: pidfd_send_signal
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(434, 1, 0),  # pidfd_open
    refused(438, -1, 0, 0),  # pidfd_getfd
    refused(424, -1, 0, 0, 0),  # pidfd_send_signal
]
print("held" if all(results) else "breached")
