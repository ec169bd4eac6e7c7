# attack: restart the machine; with a wrong magic number, so that the kernel itself would call it invalid
# expect: AC
# incident: reboot
# stopped-by: seccomp, capabilities
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(169, 0, 0, 0, 0),  # reboot
]
print("held" if all(results) else "breached")
