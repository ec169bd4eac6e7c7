# attack: lend pages of its own memory to standard output; where that is denied, write
# expect: OLE
# stopped-by: output-limit
import ctypes
import os
import struct

SYS_VMSPLICE, SIZE = 278, 1 << 20
libc = ctypes.CDLL(None)
data = ctypes.create_string_buffer(b"x" * SIZE, SIZE)
sent = 0
while sent < SIZE:
    vector = struct.pack("=QQ", ctypes.addressof(data) + sent, SIZE - sent)
    moved = libc.syscall(SYS_VMSPLICE, 1, vector, ctypes.c_long(1), 0)
    sent += moved if moved > 0 else os.write(1, data.raw[sent:])
os.write(1, b"\nbreached\n")
