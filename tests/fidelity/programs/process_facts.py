import os
print(os.getpid() > 1, os.getppid() > 0, os.getpgrp() > 0, os.getuid(), os.umask(0o22), os.getpriority(os.PRIO_PROCESS, 0) >= 0, os.sched_getaffinity(0))
