# attack: make the kernel work by mapping and unmapping fresh memory
# expect: TLE cpu
# stopped-by: cpu-limit
import mmap
import time

while time.process_time() < 0.9:
    area = mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for offset in range(0, 1 << 20, 4096):
        area[offset] = 1
    area.close()
print("breached")
