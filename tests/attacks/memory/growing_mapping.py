# attack: grow one mapping step by step, filling it while it moves
# expect: MLE
# stopped-by: memory-limit
import mmap

MIB = 1 << 20
area = mmap.mmap(-1, MIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
for size in range(1, 112):
    area[(size - 1) * MIB : size * MIB] = b"x" * MIB
    area.resize((size + 1) * MIB)
print("breached")
