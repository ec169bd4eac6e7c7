# attack: mount a file system of its own over /tmp
# expect: AC
# incident: mount
# stopped-by: seccomp, capabilities, landlock
import ctypes

libc = ctypes.CDLL(None)
print("breached" if libc.mount(b"none", b"/tmp", b"tmpfs", ctypes.c_ulong(0), None) == 0 else "held")
