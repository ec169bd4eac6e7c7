# attack: try an x32 number in a thread, in case only the thread dies
# expect: SV
# stopped-by: seccomp
import ctypes
import threading

X32, GETPID = 0x40000000, 39
thread = threading.Thread(target=lambda: ctypes.CDLL(None).syscall(ctypes.c_long(X32 | GETPID)))
thread.start()
thread.join(1)
print("breached")
