# attack: wait for a signal that nobody sends, in a thread that the main thread waits for
# expect: TLE wall
# stopped-by: wall-limit
import signal
import threading
import time


def wait():
    try:
        signal.sigtimedwait({signal.SIGUSR1}, 3)
    except OSError:
        time.sleep(3)


signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
thread = threading.Thread(target=wait)
thread.start()
thread.join()
print("breached")
