# attack: have its own output send signals to the first process, which no call to kill would show
# expect: AC
import fcntl
import os
import signal

F_SETSIG = 10
signal.signal(signal.SIGIO, signal.SIG_IGN)
for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGKILL, signal.SIGIO):
    try:
        fcntl.fcntl(1, fcntl.F_SETOWN, 1)
        fcntl.fcntl(1, F_SETSIG, number)
        fcntl.fcntl(1, fcntl.F_SETFL, fcntl.fcntl(1, fcntl.F_GETFL) | os.O_ASYNC)
    except OSError:
        pass
    print(f"output for signal {number}", flush=True)
print("held")
