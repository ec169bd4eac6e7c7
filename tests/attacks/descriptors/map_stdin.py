# attack: change its own input through a shared mapping
# expect: AC
# stopped-by: sealed-stdin
# stdin: the input
import mmap
import os

fds = [0]
try:
    fds.append(os.open("/dev/fd/0", os.O_RDWR))
except OSError:
    pass
changed = False
for fd in fds:
    try:
        with mmap.mmap(fd, 3) as area:
            area[:] = b"THE"
            changed = True
    except (OSError, ValueError):
        pass
print("breached" if changed else "held")
