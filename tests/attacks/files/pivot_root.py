# attack: exchange the root; with bad pointers, on which only the kernel itself would stumble
# expect: AC
# incident: pivot_root
# stopped-by: seccomp, capabilities
import ctypes

SYS_PIVOT_ROOT, BAD = 155, ctypes.c_void_p(1)
libc = ctypes.CDLL(None, use_errno=True)
refused = libc.syscall(SYS_PIVOT_ROOT, BAD, BAD) == -1 and ctypes.get_errno() in (1, 38)
print("held" if refused else "breached")
