# attack: fill a private anonymous mapping
# expect: MLE
# stopped-by: memory-limit
import mmap

MIB = 1 << 20
area = mmap.mmap(-1, 112 * MIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
for offset in range(0, 112 * MIB, MIB):
    area[offset : offset + MIB] = b"x" * MIB
print("breached")
