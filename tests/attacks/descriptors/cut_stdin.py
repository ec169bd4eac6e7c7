# attack: cut its own input short through a second opening of it
# expect: AC
# stopped-by: sealed-stdin
# stdin: the input
import os

fds = [0]
try:
    fds.append(os.open("/dev/stdin", os.O_RDWR))
except OSError:
    pass
before = os.fstat(0).st_size
for fd in fds:
    try:
        os.ftruncate(fd, 0)
    except OSError:
        pass
print("breached" if os.fstat(0).st_size < before else "held")
