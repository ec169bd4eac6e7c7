# attack: fill the record with denied calls of many different numbers, most of which name no call
# expect: AC
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
OTHERS = range(1000, 1950)
HUGE = [ctypes.c_ulong(2**64 - 1)] * 6
denied = sum(libc.syscall(number, *HUGE) == -1 and ctypes.get_errno() == 1 for number in OTHERS)
print("held" if denied == len(OTHERS) else "breached")
