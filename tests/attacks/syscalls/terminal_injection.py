# attack: type into the terminal of whoever started the judge
# expect: AC
# incident: ioctl
# stopped-by: seccomp
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
TIOCSTI, TIOCLINUX, TIOCSCTTY, TIOCCONS = 0x5412, 0x541C, 0x540E, 0x541D
opened = []
for path in ("/dev/tty", "/dev/console", "/dev/tty0", "/dev/ptmx", "/dev/pts/0"):
    try:
        opened.append(os.open(path, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        pass


def refused(fd, request):
    return libc.ioctl(fd, ctypes.c_ulong(request), b"x") == -1 and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [refused(fd, request) for fd in (0, 1, 2) for request in (TIOCSTI, TIOCLINUX, TIOCSCTTY, TIOCCONS)]
print("held" if all(results) and not opened else "breached")
