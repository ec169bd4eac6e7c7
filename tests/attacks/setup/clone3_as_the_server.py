# attack: make a process by clone3(2) with the size that only a fork server uses, which the filter asks about
# expect: AC
# incident: clone3
# stopped-by: seccomp
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
arguments = (ctypes.c_uint64 * 512)()  # 4096 bytes, all beyond the fields zero
arguments[4] = 17  # exit_signal: SIGCHLD
child = libc.syscall(435, arguments, ctypes.c_long(4096))
if child == 0:
    os._exit(0)
print("breached" if child > 0 else "held")
