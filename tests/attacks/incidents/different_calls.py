# attack: spread forbidden calls over many names, in case each name has a count of its own
# expect: SV
# incident: ptrace
# incident: setns
# incident: bpf
# stopped-by: seccomp
import ctypes

PTRACE, SETNS, BPF, SWAPON, UNSHARE, PIDFD_GETFD, SOCKET = 101, 308, 321, 167, 272, 438, 41
libc = ctypes.CDLL(None)
for attempt in range(400):
    for number in (PTRACE, SETNS, BPF, SWAPON, UNSHARE, PIDFD_GETFD, SOCKET):
        libc.syscall(number, -1, -1, -1, -1, -1, -1)
print("breached")
