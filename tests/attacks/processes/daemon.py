# attack: leave a daemon behind: forked twice, in a session of its own, deaf to signals
# expect: AC
# incident: clone
# stopped-by: seccomp, whole-kill
import os
import signal
import time

try:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            time.sleep(1)
            os.write(1, b"breached\n")
        os._exit(0)
    os.wait()
except OSError:
    print("held")
