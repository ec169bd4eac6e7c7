# attack: fork by the old call numbers, which the C library doesn't use any more
# expect: AC
# incident: fork
# stopped-by: seccomp
import ctypes
import os

SYS_FORK = 57
child = ctypes.CDLL(None).syscall(SYS_FORK)
if child == 0:
    os._exit(0)
print("breached" if child > 0 else "held")
