# attack: make a process with raw clone calls, as a sibling, traced, without exit signal
# expect: AC
# incident: clone
# stopped-by: seccomp
import ctypes
import os

SYS_CLONE, SIGCHLD = 56, 17
CLONE_FS, CLONE_FILES, CLONE_PARENT, CLONE_IO, CLONE_UNTRACED = 0x200, 0x400, 0x8000, 0x80000000, 0x800000
libc = ctypes.CDLL(None, use_errno=True)
made = 0
for flags in (SIGCHLD, 0, CLONE_FS | CLONE_FILES | SIGCHLD, CLONE_IO | SIGCHLD, CLONE_PARENT | SIGCHLD, CLONE_UNTRACED | SIGCHLD):
    child = libc.syscall(SYS_CLONE, ctypes.c_long(flags), None, None, None, None)
    if child == 0:
        os._exit(0)
    made += child > 0
print("breached" if made else "held")
