# attack: count and sample events of the processor, a way to spy on neighbours; with bad flags
# expect: AC
# incident: perf_event_open
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(298, BAD, 0, -1, -1, -1),  # perf_event_open
]
print("held" if all(results) else "breached")
