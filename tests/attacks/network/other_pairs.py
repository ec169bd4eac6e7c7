# attack: make pairs of other families than Unix sockets (TIPC, VSOCK and others have them)
# expect: AC
# incident: socketpair
# stopped-by: seccomp
import ctypes

SYS_SOCKETPAIR, EPERM, ENOSYS = 53, 1, 38
libc = ctypes.CDLL(None, use_errno=True)
pair = (ctypes.c_int * 2)()
answers = []
for family in range(48):
    if family != 1:
        answers.append(libc.syscall(SYS_SOCKETPAIR, family, 1, 0, pair) == -1 and ctypes.get_errno() in (EPERM, ENOSYS))
print("held" if all(answers) else "breached")
