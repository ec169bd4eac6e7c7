# attack: send a signal with a forged sender; the bad pointer shows whether the kernel looked at it
# expect: AC
# incident: rt_sigqueueinfo
# incident: rt_tgsigqueueinfo
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(129, 1, 9, BAD),  # rt_sigqueueinfo
    refused(297, 1, 1, 9, BAD),  # rt_tgsigqueueinfo
]
print("held" if all(results) else "breached")
