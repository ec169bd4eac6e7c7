# attack: leave a child behind that holds standard output open and writes later
# expect: AC
# incident: clone
# stopped-by: seccomp, whole-kill
import os
import time

try:
    if os.fork() == 0:
        time.sleep(1)
        os.write(1, b"breached\n")
        os._exit(0)
except OSError:
    print("held")
