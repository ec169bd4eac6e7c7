# attack: look for descriptors that the judge forgot to close
# expect: AC
# stopped-by: close-fds
import os

leaked = []
for fd in range(3, 1025):
    try:
        os.fstat(fd)
        leaked.append(fd)
    except OSError:
        pass
print("breached" if leaked else "held")
