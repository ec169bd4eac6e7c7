# attack: change its scheduling class
# expect: AC
# incident: sched_setscheduler
# stopped-by: seccomp
import os

try:
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    print("breached")
except OSError:
    print("held")
