# attack: compute in short bursts between naps, so that a watcher that samples sees an idle process
# expect: TLE cpu
# stopped-by: cpu-limit
import time

while time.process_time() < 0.9:
    burst_end = time.process_time() + 0.003
    while time.process_time() < burst_end:
        pass
    time.sleep(0.0005)
print("breached")
