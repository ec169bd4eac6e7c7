# attack: read past the page cache, so that every read keeps the host's disk busy and nobody is charged for it
# expect: AC
# incident: openat
# stopped-by: seccomp
import mmap
import os

block = mmap.mmap(-1, 65536)  # such reads want an aligned place
size = 0
try:
    fd = os.open(os.__file__, os.O_RDONLY | os.O_DIRECT)
    size = os.readv(fd, [block])
except OSError:
    pass
print("breached" if size > 0 else "held")
