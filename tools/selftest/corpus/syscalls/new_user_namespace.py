# attack: get all capabilities in a user namespace of its own
# expect: AC
# incident: unshare
# stopped-by: seccomp
import ctypes

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
libc = ctypes.CDLL(None, use_errno=True)
refused = libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) == -1 and ctypes.get_errno() in (1, 38)
print("held" if refused else "breached")
