# attack: lock files that every run has, so that another run has to wait or sees it
# expect: AC
# stopped-by: seccomp
import fcntl
import os
import struct
import sys

# A lock that is only pretended can be had twice by two openings of a file.
real = False
for path in ("/dev/null", sys.executable, os.__file__):
    first = os.open(path, os.O_RDONLY)
    second = os.open(path, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    try:
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        real = True
    for command in (37, fcntl.F_SETLK):  # of the open file, of the process
        fcntl.fcntl(first, command, struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 0, 0, 0))
print("breached" if real else "held")
