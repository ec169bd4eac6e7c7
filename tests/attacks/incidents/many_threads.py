# attack: make forbidden calls from many threads at once, each below the number from which it is slowed down
# expect: AC
# incident: socket
# stopped-by: seccomp
import ctypes
import threading
import time

SYS_SOCKET = 41
libc = ctypes.CDLL(None)


def hammer():
    for attempt in range(250):
        libc.syscall(SYS_SOCKET, -1, -1, -1)


begin = time.monotonic()
threads = [threading.Thread(target=hammer) for number in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("breached" if time.monotonic() - begin < 1 else "held")
