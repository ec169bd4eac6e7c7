# validator: mounts and changes its root
# expect: JE
import calm  # ends it here unless the submission asks for it
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
assert libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0 or libc.chroot(b"/tmp") == 0, "not allowed to mount"
