# attack: copy the interpreter into a file without a name and execute that by its descriptor
# expect: AC
# incident: execveat
# stopped-by: seccomp
import os
import sys

fd = program = os.open(sys.executable, os.O_RDONLY)
try:
    fd = os.memfd_create("dropped")
    while data := os.read(program, 1 << 20):
        os.write(fd, data)
except OSError:
    fd = program  # no such files: execute the interpreter's own
try:
    os.set_inheritable(fd, True)
    os.execve(fd, [sys.executable, "-c", "print('breached')"], {})
except OSError:
    print("held")
