# attack: fill the unused part of many threads' stacks
# expect: MLE
# stopped-by: memory-limit
import ctypes
import threading

STACK = 16 << 20
libc = ctypes.CDLL(None)
libc.pthread_self.restype = ctypes.c_void_p
done = threading.Event()


def fill():
    attributes, start, size = ctypes.create_string_buffer(64), ctypes.c_void_p(), ctypes.c_size_t()
    libc.pthread_getattr_np(ctypes.c_void_p(libc.pthread_self()), attributes)
    libc.pthread_attr_getstack(attributes, ctypes.byref(start), ctypes.byref(size))
    ctypes.memset(start.value, 1, STACK - (1 << 20))  # the megabyte at the top is in use
    filled.release()
    done.wait()


filled = threading.Semaphore(0)
threading.stack_size(STACK)
for number in range(10):
    threading.Thread(target=fill).start()
    filled.acquire()
done.set()
print("breached")
