# Threads that count together: Lock, RLock, Condition, Semaphore, Barrier.
import threading

count, lock = 0, threading.Lock()


def work(n):
    global count
    for _ in range(n):
        with lock:
            count += 1


threads = [threading.Thread(target=work, args=(2000,), name=f"w{i}") for i in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(count, [t.name for t in threads if t.is_alive()], threading.active_count())
recursive = threading.RLock()
with recursive, recursive:
    print("twice", lock.acquire(blocking=False), lock.locked(), lock.acquire(timeout=0.01))
lock.release()
gate, order = threading.Barrier(3, action=lambda: order.append("all here")), []
crowd = [threading.Thread(target=gate.wait) for _ in range(3)]
for thread in crowd:
    thread.start()
for thread in crowd:
    thread.join()
print(order, gate.n_waiting)
limited = threading.BoundedSemaphore(2)
print(limited.acquire(), limited.acquire(), limited.acquire(blocking=False))
limited.release()
limited.release()
try:
    limited.release()
except ValueError as error:
    print(error)
