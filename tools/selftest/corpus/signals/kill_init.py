# attack: signal the first process of the jail; with a signal that doesn't exist, so the kernel's own answer is EINVAL
# expect: AC
# incident: kill
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
refused = libc.kill(1, 999) == -1 and ctypes.get_errno() in (1, 38)
print("held" if refused else "breached")
