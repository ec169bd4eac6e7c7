# attack: wait for a lock that it holds itself
# expect: TLE wall
# stopped-by: wall-limit
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire(timeout=3)
print("breached")
