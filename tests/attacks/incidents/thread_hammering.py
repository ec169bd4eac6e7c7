# attack: hammer on forbidden calls in a thread while the main thread goes on
# expect: AC
# incident: socket
# stopped-by: seccomp
import ctypes
import threading
import time

SYS_SOCKET = 41
libc = ctypes.CDLL(None)


def hammer():
    for attempt in range(3000):
        libc.syscall(SYS_SOCKET, -1, -1, -1)


begin = time.monotonic()
thread = threading.Thread(target=hammer)
thread.start()
total = 0
while thread.is_alive():
    thread.join(0.01)
    total += sum(range(100))
print("breached" if time.monotonic() - begin < 1 else "held")
