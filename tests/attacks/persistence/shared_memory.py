# attack: leave a shared memory segment for the next run
# expect: AC
# runs: 2
# incident: shmget
# stopped-by: ipc-namespace, seccomp
import ctypes

KEY, IPC_CREAT, IPC_RMID = 0x61737A41, 0o1000, 0
libc = ctypes.CDLL(None)
segment = libc.shmget(KEY, 0, 0)
if segment >= 0:
    libc.shmctl(segment, IPC_RMID, None)
    print("breached")
else:
    libc.shmget(KEY, 4096, IPC_CREAT | 0o666)
    print("held")
