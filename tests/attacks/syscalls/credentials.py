# attack: change its identity; with values that only the kernel itself would mind
# expect: AC
# incident: setuid
# incident: setgid
# incident: setreuid
# incident: setresuid
# incident: setresgid
# incident: setgroups
# incident: capset
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(105, -1),  # setuid
    refused(106, -1),  # setgid
    refused(113, -1, -1),  # setreuid
    refused(117, -1, -1, -1),  # setresuid
    refused(119, -1, -1, -1),  # setresgid
    refused(116, 1, BAD),  # setgroups
    refused(126, BAD, BAD),  # capset
]
print("held" if all(results) else "breached")
