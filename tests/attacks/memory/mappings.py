# attack: make the kernel keep records of sixty thousand small mappings, beside a heap that fits by itself
# expect: MLE
# stopped-by: memory-limit
import ctypes
import mmap

PAGE, COUNT = 4096, 30_000
area = mmap.mmap(-1, 2 * COUNT * PAGE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE)
start = ctypes.addressof(ctypes.c_char.from_buffer(area))
protect = ctypes.CDLL(None).mprotect
protect.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
kept = [b"x" * (1 << 20) for step in range(59)]
for page in range(0, 2 * COUNT, 2):
    protect(start + page * PAGE, PAGE, mmap.PROT_READ)  # splits the mapping in two
print("breached")
