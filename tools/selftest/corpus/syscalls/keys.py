# attack: keep data in keyrings of the kernel, which outlive processes
# expect: AC
# incident: add_key
# incident: request_key
# incident: keyctl
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(248, BAD, BAD, BAD, 1, -2),  # add_key
    refused(249, BAD, BAD, 0, -2),  # request_key
    refused(250, 0, -2, 1),  # keyctl
]
print("held" if all(results) else "breached")
