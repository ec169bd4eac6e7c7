# attack: spread forbidden calls over many names, in case each name has a count of its own: a flooder must be slowed down
# expect: AC
# incident: ptrace
# incident: setns
# incident: bpf
# stopped-by: seccomp
import ctypes
import time

PTRACE, SETNS, BPF, SWAPON, UNSHARE, PIDFD_GETFD, SOCKET = 101, 308, 321, 167, 272, 438, 41
libc = ctypes.CDLL(None)
begin = time.monotonic()
for attempt in range(400):
    for number in (PTRACE, SETNS, BPF, SWAPON, UNSHARE, PIDFD_GETFD, SOCKET):
        libc.syscall(number, -1, -1, -1, -1, -1, -1)
print("breached" if time.monotonic() - begin < 1 else "held")
