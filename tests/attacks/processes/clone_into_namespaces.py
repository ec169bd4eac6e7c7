# attack: make a child that has all capabilities in namespaces of its own
# expect: AC
# incident: clone
# stopped-by: seccomp
import ctypes
import os

SYS_CLONE, SIGCHLD = 56, 17
NEWUSER, NEWNS, NEWPID, NEWNET, NEWIPC = 0x10000000, 0x20000, 0x20000000, 0x40000000, 0x8000000
libc = ctypes.CDLL(None)
made = 0
for flags in (NEWUSER, NEWUSER | NEWNS, NEWUSER | NEWPID, NEWUSER | NEWNET, NEWUSER | NEWIPC):
    child = libc.syscall(SYS_CLONE, ctypes.c_long(flags | SIGCHLD), None, None, None, None)
    if child == 0:
        os._exit(0)
    made += child > 0
print("breached" if made else "held")
