# attack: have more processes at the same time than granted
# expect: AC
# incident: clone
# stopped-by: seccomp, process-limit
import os
import time

alive = 0
try:
    for number in range(40):
        if os.fork() == 0:
            time.sleep(0.7)
            os._exit(0)
        alive += 1
except OSError:
    pass
print("breached" if alive == 40 else "held")
for number in range(alive):
    os.wait()
