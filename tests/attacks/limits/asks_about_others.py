# attack: ask for the scheduling of other processes, and make a pipe larger
# expect: AC
# incident: sched_getscheduler
# incident: sched_getparam
# incident: fcntl
# stopped-by: seccomp
import ctypes
import fcntl
import os

libc = ctypes.CDLL(None, use_errno=True)
room = (ctypes.c_int * 4)()


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(145, 1),  # sched_getscheduler of init
    refused(145, -1 & 0xFFFFFFFF),
    refused(143, 2, ctypes.addressof(room)),  # sched_getparam
]
# Of itself it may ask; what it learns is a constant.
results.append(os.sched_getscheduler(0) == os.SCHED_OTHER and os.sched_getparam(0).sched_priority == 0)
reading, writing = os.pipe()
try:
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 1 << 20)
    results.append(False)
except OSError:
    results.append(fcntl.fcntl(writing, fcntl.F_GETPIPE_SZ) <= 1 << 16)
print("held" if all(results) else "breached")
