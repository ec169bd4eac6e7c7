# attack: make a process with clone3, whose flags a filter can't see
# expect: AC
# stopped-by: seccomp
import ctypes
import os
import struct

SYS_CLONE3, SIGCHLD = 435, 17
arguments = ctypes.create_string_buffer(struct.pack("=8Q", 0, 0, 0, 0, SIGCHLD, 0, 0, 0), 64)
child = ctypes.CDLL(None).syscall(SYS_CLONE3, arguments, 64)
if child == 0:
    os._exit(0)
print("breached" if child > 0 else "held")
