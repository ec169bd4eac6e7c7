# attack: make forbidden calls from many threads at once, each below the cap
# expect: SV
# incident: socket
# stopped-by: seccomp
import ctypes
import threading

SYS_SOCKET = 41
libc = ctypes.CDLL(None)


def hammer():
    for attempt in range(250):
        libc.syscall(SYS_SOCKET, -1, -1, -1)


threads = [threading.Thread(target=hammer) for number in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("breached")
