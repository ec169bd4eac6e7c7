# attack: call the kernel with x32 numbers, which an x86_64 filter may not know
# expect: SV
# stopped-by: seccomp
import ctypes

X32, GETPID = 0x40000000, 39
ctypes.CDLL(None).syscall(ctypes.c_long(X32 | GETPID))
print("breached")  # still alive: the entry isn't closed
