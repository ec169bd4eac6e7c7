# attack: set the clocks; with bad pointers, on which only the kernel itself would stumble
# expect: AC
# incident: settimeofday
# incident: clock_settime
# incident: clock_adjtime
# incident: adjtimex
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(164, BAD, 0),  # settimeofday
    refused(227, 0, BAD),  # clock_settime
    refused(305, 0, BAD),  # clock_adjtime
    refused(159, BAD),  # adjtimex
]
print("held" if all(results) else "breached")
