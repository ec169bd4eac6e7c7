# attack: spend the CPU time inside the kernel, hoping that only user time is counted
# expect: TLE cpu
# stopped-by: cpu-limit
import os
import time

while time.process_time() < 0.9:
    os.urandom(1 << 20)
print("breached")
