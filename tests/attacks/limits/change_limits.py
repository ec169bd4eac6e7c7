# attack: set the limits of the first process; with a bad pointer, on which only the kernel itself would stumble
# expect: AC
# incident: prlimit64
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer

failed = libc.syscall(302, *map(ctypes.c_long, (1, 7, BAD, 0))) == -1  # prlimit64
refused = failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS
print("held" if refused else "breached")
