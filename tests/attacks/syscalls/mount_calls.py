# attack: change what is mounted; with bad pointers, on which only the kernel itself would stumble
# expect: AC
# incident: mount
# incident: umount2
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(165, BAD, BAD, BAD, 0, 0),  # mount
    refused(166, BAD, 0),  # umount2
]
print("held" if all(results) else "breached")
