# attack: have the kernel read and write later, by its old interface for that, when nobody looks
# expect: AC
# incident: io_setup
# stopped-by: seccomp
import ctypes

IO_SETUP = 206
context = ctypes.c_ulong(0)
print("breached" if ctypes.CDLL(None).syscall(IO_SETUP, 8, ctypes.byref(context)) == 0 else "held")
