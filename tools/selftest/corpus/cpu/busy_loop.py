# attack: use more CPU time than granted, in a plain loop
# expect: TLE cpu
# stopped-by: cpu-limit
import time

while time.process_time() < 0.9:
    pass
print("breached")
