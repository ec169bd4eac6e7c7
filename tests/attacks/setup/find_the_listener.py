# attack: find the listener of the filter among the descriptors, answer calls with it, or make another one
# expect: AC
# incident: seccomp
# stopped-by: seccomp
import ctypes
import fcntl

EPERM, ENOSYS = 1, 38
NOTIF_RECV, NOTIF_ID_VALID = 0xC0502100, 0x40082102
libc = ctypes.CDLL(None, use_errno=True)
found = []
for descriptor in range(64):
    buffer = ctypes.create_string_buffer(80)
    if libc.ioctl(descriptor, ctypes.c_ulong(NOTIF_ID_VALID), buffer) == 0:
        found.append(descriptor)
# SECCOMP_SET_MODE_FILTER with NEW_LISTENER: a bad pointer, so that EFAULT shows that the call got through.
ctypes.set_errno(0)
libc.syscall(317, 1, 8, ctypes.c_void_p(1))
print("breached" if found or ctypes.get_errno() not in (EPERM, ENOSYS) else "held")
