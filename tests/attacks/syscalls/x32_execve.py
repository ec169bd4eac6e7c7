# attack: execute a program by its x32 number, which is another than the usual one
# expect: SV
# stopped-by: seccomp
import ctypes

X32_EXECVE = 0x40000000 | 520
ctypes.CDLL(None).syscall(ctypes.c_long(X32_EXECVE), None, None, None)
print("breached")  # still alive: the entry isn't closed
