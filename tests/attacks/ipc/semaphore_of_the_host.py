# attack: find a System V semaphore of the host
# expect: AC
# incident: semget
# stopped-by: ipc-namespace, seccomp
import ctypes

print("breached" if ctypes.CDLL(None).semget(0x61737A33, 0, 0) >= 0 else "held")
