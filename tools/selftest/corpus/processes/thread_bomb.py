# attack: start more threads than granted
# expect: AC
# stopped-by: process-limit
import threading

threading.stack_size(128 << 10)
done = threading.Event()
started = 0
try:
    for number in range(100):
        threading.Thread(target=done.wait).start()
        started += 1
except RuntimeError:
    pass
done.set()
print("breached" if started == 100 else "held")
