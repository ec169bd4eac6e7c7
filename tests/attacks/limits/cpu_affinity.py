# attack: choose the processors it runs on, to leave its slot for a neighbour's
# expect: AC
# incident: sched_setaffinity
# stopped-by: seccomp
import os

try:
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    print("breached")
except PermissionError:
    print("held")
except OSError:
    print("breached")  # the kernel looked at the mask
