# attack: get the memory in a single call that fills the mapping before it returns
# expect: MLE
# stopped-by: memory-limit
import mmap

area = mmap.mmap(-1, 112 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE)
print("breached")
