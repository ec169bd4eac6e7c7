# Pools of threads, locks and queues of multiprocessing within one process, 150 threads at once.
import multiprocessing
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

with ThreadPool(4) as pool:
    print(pool.map(lambda x: x * x, range(5)))
with ThreadPoolExecutor(200) as executor:
    print(sum(executor.map(lambda x: time.sleep(0.05) or x, range(200))))
lock = multiprocessing.Lock()
with lock:
    print("locked")
value = multiprocessing.Value("i", 5)
with value.get_lock():
    value.value += 1
print(value.value)
shared = multiprocessing.Queue()
shared.put({"a": 1})
print(shared.get(timeout=60))
semaphore = multiprocessing.BoundedSemaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(block=False))
one, other = multiprocessing.Pipe()
one.send("over the pipe")
print(other.recv())
go = threading.Event()
threads = [threading.Thread(target=go.wait) for _ in range(150)]
for thread in threads:
    thread.start()
print(threading.active_count() >= 150)
go.set()
for thread in threads:
    thread.join()
work = queue.PriorityQueue()
for item in (3, 1, 2):
    work.put(item)
print([work.get() for _ in range(3)])
shared.close()
shared.join_thread()
