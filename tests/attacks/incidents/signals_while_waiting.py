# attack: interrupt its own forbidden calls by signals while the judge answers them
# expect: AC
# incident: socket
import ctypes
import signal
import threading

SYS_SOCKET = 41
libc = ctypes.CDLL(None)
signal.signal(signal.SIGUSR1, lambda number, frame: None)
main = threading.get_ident()


def interrupt():
    for attempt in range(200):
        signal.pthread_kill(main, signal.SIGUSR1)


thread = threading.Thread(target=interrupt)
thread.start()
for attempt in range(100):
    libc.syscall(SYS_SOCKET, -1, -1, -1)
thread.join()
print("held")
