# attack: try every number from the calls of Linux 5.12 on, among them many that were unknown when the filter was written
# expect: AC
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
NOTHING = ctypes.c_long(-1)
passed = []
for number in range(443, 600):
    failed = libc.syscall(number, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING) == -1
    if not (failed and ctypes.get_errno() in (1, 38)):  # EPERM, ENOSYS
        passed.append(number)
print("breached" if passed else "held")
