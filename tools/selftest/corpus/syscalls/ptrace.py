# attack: trace processes; an answer other than a refusal shows that the call got through
# expect: AC
# incident: ptrace
# stopped-by: seccomp
import ctypes

PTRACE, PTRACE_SEIZE, NOBODY = 101, 0x4206, 30000
libc = ctypes.CDLL(None, use_errno=True)
refused = libc.syscall(PTRACE, PTRACE_SEIZE, NOBODY, None, None) == -1 and ctypes.get_errno() in (1, 38)
print("held" if refused else "breached")
