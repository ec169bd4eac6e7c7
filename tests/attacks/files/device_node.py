# attack: make device nodes; with a bad path, on which only the kernel itself would stumble
# expect: AC
# incident: mknod
# incident: mknodat
# stopped-by: seccomp
import ctypes
import os
import stat

MKNOD, MKNODAT, BAD = 133, 259, ctypes.c_void_p(1)
libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    return libc.syscall(number, *arguments) == -1 and ctypes.get_errno() in (1, 38)


memory = os.makedev(1, 1)
results = [refused(MKNOD, BAD, stat.S_IFCHR | 0o666, memory), refused(MKNODAT, -100, BAD, stat.S_IFBLK | 0o666, memory)]
print("held" if all(results) else "breached")
