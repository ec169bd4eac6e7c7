# attack: make kernel objects that no process owns: shared memory, message queues, semaphores
# expect: AC
# incident: shmget
# incident: msgget
# incident: semget
# incident: mq_open
# stopped-by: seccomp
import ctypes

SYS_MQ_OPEN, O_CREAT_RDWR = 240, 0o102
libc = ctypes.CDLL(None)
made = [libc.shmget(0, 4096, 0o600), libc.msgget(0, 0o600), libc.semget(0, 1, 0o600)]
made.append(libc.syscall(SYS_MQ_OPEN, b"own", O_CREAT_RDWR, 0o600, None))
print("breached" if max(made) >= 0 else "held")
