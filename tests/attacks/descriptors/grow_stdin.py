# attack: use its own input as a store by writing far behind its end
# expect: AC
# stopped-by: sealed-stdin
# stdin: the input
import os

fds = [0]
try:
    fds.append(os.open("/proc/self/fd/0", os.O_RDWR))
except OSError:
    pass
grown = False
for fd in fds:
    try:
        grown |= os.pwrite(fd, b"x" * 4096, 1 << 20) > 0
    except OSError:
        pass
print("breached" if grown else "held")
