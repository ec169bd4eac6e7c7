# attack: read and write memory by process number, its own to begin with
# expect: AC
# incident: process_vm_readv
# incident: process_vm_writev
# stopped-by: seccomp
import ctypes
import os
import struct

SYS_READV, SYS_WRITEV = 310, 311
libc = ctypes.CDLL(None, use_errno=True)
source, target = ctypes.create_string_buffer(b"secret", 8), ctypes.create_string_buffer(8)
vectors = [ctypes.create_string_buffer(struct.pack("=QQ", ctypes.addressof(area), 8)) for area in (target, source)]
moved = 0
for process in (os.getpid(), 1):
    for number in (SYS_READV, SYS_WRITEV):
        moved += libc.syscall(number, process, vectors[0], ctypes.c_long(1), vectors[1], ctypes.c_long(1), ctypes.c_long(0)) > 0
print("breached" if moved else "held")
