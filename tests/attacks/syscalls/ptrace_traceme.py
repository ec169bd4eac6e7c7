# attack: have itself traced by the first process, which would then see a stop where it waits for an end
# expect: AC
# incident: ptrace
# stopped-by: seccomp
import ctypes

PTRACE, PTRACE_TRACEME = 101, 0
print("breached" if ctypes.CDLL(None).syscall(PTRACE, PTRACE_TRACEME, 0, 0, 0) == 0 else "held")
