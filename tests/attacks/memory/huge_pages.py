# attack: fill memory by huge pages, which are charged two megabytes at a time
# expect: MLE
# stopped-by: memory-limit
import mmap

MIB = 1 << 20
area = mmap.mmap(-1, 112 * MIB, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
try:
    area.madvise(mmap.MADV_HUGEPAGE)
except OSError:
    pass
for offset in range(0, 112 * MIB, 4096):
    area[offset] = 1
print("breached")
