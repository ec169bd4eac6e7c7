# attack: call what the set-up of a run may and a submission must not, as the fork server and main call it
# expect: AC
# incident: setns
# incident: setresuid
# incident: setresgid
# incident: capset
# incident: landlock_restrict_self
# incident: recvmsg
# incident: setsid
# incident: prctl
# stopped-by: seccomp
import ctypes

EPERM, ENOSYS = 1, 38
libc = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "setns": (308, -1, 0x20000000),
    "setresuid": (117, 1000, 1000, 1000),
    "setresgid": (119, 1000, 1000, 1000),
    "capset": (126, 0, 0),
    "landlock_restrict_self": (446, -1, 0),
    "recvmsg": (47, -1, 0, 0),
    "setsid": (112,),
    "prctl": (157, 4, 2),  # PR_SET_DUMPABLE, with a value that no kernel takes
}
through = []
for name, (number, *arguments) in CALLS.items():
    ctypes.set_errno(0)
    result = libc.syscall(number, *map(ctypes.c_long, arguments))
    # A process that leads a group is told EPERM by setsid(2) itself: only its incident shows what happened.
    if result != -1 or ctypes.get_errno() not in (EPERM, ENOSYS):
        through.append(name)
print("breached" if through else "held")
