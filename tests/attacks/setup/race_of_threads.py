# attack: from many threads, begin with calls of the set-up at once and for as long as it takes, with signals between, to find a moment in which the phase isn't settled
# expect: AC
# incident: setns
# stopped-by: seccomp
import ctypes
import os
import signal
import threading

EPERM, ENOSYS, EINTR = 1, 38, 4
libc = ctypes.CDLL(None, use_errno=True)
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
through = threading.Event()


def hammer(number, *arguments):
    for _ in range(300):
        ctypes.set_errno(0)
        if libc.syscall(number, *map(ctypes.c_long, arguments)) != -1 or ctypes.get_errno() not in (EPERM, ENOSYS, EINTR):
            through.set()
            os.write(1, b"breached\n")


threads = [threading.Thread(target=hammer, args=call)
           for call in ((308, -1, 0), (126, 0, 0), (47, -1, 0, 0), (446, -1, 0)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
signal.setitimer(signal.ITIMER_REAL, 0)
print("breached" if through.is_set() else "held")
