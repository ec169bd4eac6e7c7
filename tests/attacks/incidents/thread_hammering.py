# attack: hammer on forbidden calls in a thread while the main thread goes on
# expect: SV
# incident: socket
# stopped-by: seccomp
import ctypes
import threading

SYS_SOCKET = 41
libc = ctypes.CDLL(None)


def hammer():
    for attempt in range(3000):
        libc.syscall(SYS_SOCKET, -1, -1, -1)


thread = threading.Thread(target=hammer)
thread.start()
total = 0
while thread.is_alive():
    thread.join(0.001)
    total += sum(range(100))
print("breached")
