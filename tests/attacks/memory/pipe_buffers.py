# attack: keep a part of the memory in pipes, of whose buffers only the kernel knows; neither part alone is above the limit
# expect: MLE
# stopped-by: memory-limit
import fcntl
import os

MIB = 1 << 20
in_pipes = 0
try:
    for number in range(26):
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, MIB)
        in_pipes += os.write(writer, b"x" * MIB)
except OSError:
    pass  # what pipes don't take goes to the heap
kept = [b"x" * MIB for step in range(76 - in_pipes // MIB)]
print("breached")
