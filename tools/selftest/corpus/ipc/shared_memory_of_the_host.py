# attack: attach to a System V shared memory segment of the host
# expect: AC
# incident: shmget
# stopped-by: ipc-namespace, seccomp
import ctypes

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
segment = libc.shmget(0x61737A31, 0, 0)
seen = segment >= 0 and ctypes.string_at(libc.shmat(segment, None, 0o10000), 13) == b"canary-secret"
print("breached" if seen else "held")
