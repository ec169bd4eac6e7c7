# attack: change what prctl lets a process change: who is told of its end, who may trace it, how its calls are handled
# expect: AC
# incident: prctl
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
OPTIONS = {"PR_SET_PDEATHSIG": 1, "PR_SET_DUMPABLE": 4, "PR_SET_KEEPCAPS": 8, "PR_SET_TIMING": 14,
           "PR_SET_SECCOMP": 22, "PR_CAPBSET_READ": 23, "PR_SET_TSC": 26, "PR_SET_TIMERSLACK": 29, "PR_MCE_KILL": 33,
           "PR_SET_MM": 35, "PR_SET_CHILD_SUBREAPER": 36, "PR_SET_NO_NEW_PRIVS": 38, "PR_SET_THP_DISABLE": 41,
           "PR_SET_SPECULATION_CTRL": 53, "PR_SET_IO_FLUSHER": 57, "PR_SET_SYSCALL_USER_DISPATCH": 59,
           "PR_SCHED_CORE": 62, "PR_SET_MDWE": 65, "PR_SET_VMA": 0x53564D41, "PR_SET_PTRACER": 0x59616D61}
NO_SUCH = ctypes.c_ulong(2**32 - 2)
results = []
for option in OPTIONS.values():
    failed = libc.prctl(option, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH) == -1
    results.append(failed and ctypes.get_errno() in (1, 38))  # EPERM, ENOSYS
print("held" if all(results) else "breached")
