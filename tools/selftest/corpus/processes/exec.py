# attack: become another program
# expect: AC
# incident: execve
# stopped-by: seccomp
import os
import sys

try:
    os.execv(sys.executable, [sys.executable, "-c", "print('breached')"])
except OSError:
    print("held")
