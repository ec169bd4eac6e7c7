# attack: register a restartable sequence where no memory is, so that the kernel stumbles when it preempts the thread
# expect: RTE
import ctypes
import os
import threading
import time

RSEQ, UNREGISTER, SIGNATURE, SIZE = 334, 1, 0x53053053, 32
libc = ctypes.CDLL(None)
libc.pthread_self.restype = ctypes.c_ulong


def register_nothing():
    own = libc.pthread_self() + ctypes.c_ssize_t.in_dll(libc, "__rseq_offset").value
    libc.syscall(RSEQ, ctypes.c_void_p(own), SIZE, UNREGISTER, ctypes.c_uint(SIGNATURE))
    libc.syscall(RSEQ, ctypes.c_void_p(4096), SIZE, 0, ctypes.c_uint(SIGNATURE))
    for _ in range(200):
        time.sleep(0.001)


thread = threading.Thread(target=register_nothing)
thread.start()
thread.join()
os._exit(3)
