# attack: hide memory in files without a name; where those are denied, in anonymous mappings
# expect: MLE
# stopped-by: memory-limit
import mmap
import os

FILES, SIZE = 11, 10 << 20  # each file is below the file size limit
kept = []
for number in range(FILES):
    try:
        fd = os.memfd_create("hidden")
        os.ftruncate(fd, SIZE)
    except OSError:
        fd = -1
    area = mmap.mmap(fd, SIZE, flags=mmap.MAP_SHARED if fd >= 0 else mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    area[:] = b"x" * SIZE
    kept.append(area)
print("breached")
