# attack: leave a lock on the interpreter's files that the next run would have to wait for
# expect: AC
# runs: 2
import fcntl
import os
import sys

seen = False
kept = []
for path in (sys.executable, os.__file__, "/box/main.py", "/dev/null", "/etc/passwd"):
    try:
        kept.append(open(path, "rb"))
        fcntl.flock(kept[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        seen = True
    except OSError:
        pass
print("breached" if seen else "held")
