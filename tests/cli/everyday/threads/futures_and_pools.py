# concurrent.futures: map, submit, as_completed, errors, cancelling, callbacks.
import threading
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor, TimeoutError, as_completed, wait


def slow_square(n):
    time.sleep(0.01 * (3 - n % 3))
    if n == 5:
        raise ValueError(f"bad {n}")
    return n * n


with ThreadPoolExecutor(max_workers=4, thread_name_prefix="pool") as pool:
    print(list(pool.map(slow_square, range(5))))
    futures = {pool.submit(slow_square, n): n for n in range(4, 8)}
    found = {}
    for future in as_completed(futures):
        error = future.exception()
        found[futures[future]] = repr(error) if error else future.result()
    print(sorted(found.items()))
    called = []
    future = pool.submit(sum, [1, 2, 3])
    future.add_done_callback(lambda f: called.append(f.result()))
    wait([future])
    print(future.done(), future.result())
print(called)
with ThreadPoolExecutor(1) as pool:
    go_on = threading.Event()
    first = pool.submit(go_on.wait)
    second = pool.submit(print, "never")
    print(second.cancel(), second.cancelled())
    try:
        second.result()
    except CancelledError:
        print("cancelled")
    try:
        first.result(timeout=0.001)
    except TimeoutError:
        print("too slow")
    go_on.set()
try:
    pool.submit(print)
except RuntimeError as error:
    print(error)
