# attack: take memory from the C library behind the interpreter's back
# expect: MLE
# stopped-by: memory-limit
import ctypes

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
for block in range(112):
    ctypes.memset(libc.malloc(ctypes.c_size_t(1 << 20)), 1, 1 << 20)
print("breached")
