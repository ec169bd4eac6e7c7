# attack: open its own input again for writing and change it
# expect: AC
# stopped-by: sealed-stdin
# stdin: the input
import os

fds = [0]
try:
    fds.append(os.open("/proc/self/fd/0", os.O_RDWR))
except OSError:
    pass
changed = False
for fd in fds:
    try:
        changed |= os.pwrite(fd, b"THE", 0) == 3
    except OSError:
        pass
print("breached" if changed else "held")
