# attack: leave a POSIX message queue for the next run
# expect: AC
# runs: 2
# incident: mq_open
# stopped-by: ipc-namespace, seccomp, rlimits, landlock
import ctypes

MQ_OPEN, MQ_UNLINK, O_RDWR, O_CREAT = 240, 241, 2, 0o100
NAME = b"assize-left-behind"
libc = ctypes.CDLL(None)
if libc.syscall(MQ_OPEN, NAME, O_RDWR, 0, None) >= 0:
    libc.syscall(MQ_UNLINK, NAME)
    print("breached")
else:
    libc.syscall(MQ_OPEN, NAME, O_RDWR | O_CREAT, 0o600, None)
    print("held")
