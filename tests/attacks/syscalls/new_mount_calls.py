# attack: change what is mounted by the newer calls; with arguments that only the kernel itself would mind
# expect: AC
# incident: open_tree
# incident: move_mount
# incident: fsopen
# incident: fsconfig
# incident: fsmount
# incident: fspick
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(428, -1, BAD, -1),  # open_tree
    refused(429, -1, BAD, -1, BAD, 0),  # move_mount
    refused(430, BAD, -1),  # fsopen
    refused(431, -1, 99, 0, 0, 0),  # fsconfig
    refused(432, -1, 0, 0),  # fsmount
    refused(433, -1, BAD, 0),  # fspick
]
print("held" if all(results) else "breached")
