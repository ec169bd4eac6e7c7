# attack: make the calls that only the jail of a package's own scripts answers; an answer other than a refusal shows that this one has its rules
# expect: AC
# incident: fcntl
# incident: rt_sigsuspend
# incident: renameat2
# incident: setresuid
# incident: timer_create
# incident: ioctl
# incident: fchownat
# incident: fsetxattr
# stopped-by: seccomp
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
fd = os.open("/tmp/x", os.O_RDWR | os.O_CREAT)
SAME = ctypes.c_long(-1)
ID = ctypes.c_long(os.getuid())
F_DUPFD, TIOCGPGRP, FICLONE = 0, 0x540F, 0x40049409
# Numbers of x86_64. Arguments that the kernel itself would refuse, where it would otherwise do much or wait.
CALLS = {"fcntl": (72, fd, F_DUPFD, 10), "rt_sigsuspend": (130, None, 7), "renameat2": (316, -1, b"a", -1, b"b", 1),
         "setresuid": (117, SAME, ID, SAME), "setresgid": (119, SAME, ID, SAME), "timer_create": (222, 12345, None, None),
         "ioctl TIOCGPGRP": (16, fd, TIOCGPGRP, None), "ioctl FICLONE": (16, fd, FICLONE, fd),
         "fchownat": (260, fd, b"", os.getuid(), os.getgid(), 0x1000), "fsetxattr": (190, fd, b"user.x", b"x", 1, 0)}


def is_refused(call):
    return libc.syscall(*call) == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS)


refused = [is_refused(call) for call in CALLS.values()]
print("held" if all(refused) else "breached")
