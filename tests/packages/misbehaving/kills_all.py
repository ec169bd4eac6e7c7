# validator: kills every process that it may
# expect: JE
# explained: killed by SIG
import calm  # ends it here unless the submission asks for it
import os
import signal

for number in range(1, 5000):
    try:
        os.kill(number, signal.SIGKILL)
    except OSError:
        pass
os.kill(-1, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
