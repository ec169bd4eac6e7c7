# attack: change the priority of its computing and of its reading and writing
# expect: AC
# incident: setpriority
# incident: ioprio_set
# incident: sched_setparam
# incident: sched_setattr
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(141, 0, 0, 1),  # setpriority
    refused(251, 1, 0, 2 << 13),  # ioprio_set
    refused(142, 0, BAD),  # sched_setparam
    refused(314, 0, BAD, 0),  # sched_setattr
]
print("held" if all(results) else "breached")
