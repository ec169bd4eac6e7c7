# Ends itself by a signal (SIGSEGV) after a failed assertion of its own: RTE.
import os
import signal

t = int(input())
if t >= 1:
    os.kill(os.getpid(), signal.SIGSEGV)
raise SystemExit(1)
