# attack: get at ports and segments of the processor
# expect: AC
# incident: iopl
# incident: ioperm
# incident: modify_ldt
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(172, 3),  # iopl
    refused(173, 0, 1, 1),  # ioperm
    refused(154, 0, 0, 0),  # modify_ldt
]
print("held" if all(results) else "breached")
