# attack: share the work among threads that each stay below the limit while their sum is above it
# expect: TLE cpu
# stopped-by: cpu-limit
import hashlib
import threading
import time

CHUNK = bytes(1 << 16)  # large enough for hashlib to release the interpreter lock


def work():
    while time.thread_time() < 0.25:
        hashlib.sha256(CHUNK)


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("breached")
