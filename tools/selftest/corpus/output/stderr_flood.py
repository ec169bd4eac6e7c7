# attack: keep the keeper busy with a flood of standard error, which ends nothing, so that the CPU limit comes late
# expect: TLE cpu
# stopped-by: cpu-limit
import os
import threading
import time


def flood():
    while True:
        os.write(2, b"x" * (1 << 16))


threading.Thread(target=flood, daemon=True).start()
while time.process_time() < 0.9:
    pass
print("breached")
