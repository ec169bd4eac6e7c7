# attack: open a POSIX message queue of the host
# expect: AC
# incident: mq_open
# stopped-by: ipc-namespace, seccomp, landlock
import ctypes

SYS_MQ_OPEN, O_RDWR = 240, 2
print("breached" if ctypes.CDLL(None).syscall(SYS_MQ_OPEN, b"assize-canary", O_RDWR, 0, None) >= 0 else "held")
