# attack: set up a ring through which the kernel would do calls that no filter sees
# expect: AC
# incident: io_uring_setup
# incident: io_uring_enter
# incident: io_uring_register
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
parameters = ctypes.create_string_buffer(120)


def refused(number, *arguments):
    return libc.syscall(number, *arguments) == -1 and ctypes.get_errno() in (1, 38)


results = [refused(425, 1, parameters), refused(426, -1, 0, 0, 0, None, 0), refused(427, -1, 0, None, 0)]
print("held" if all(results) else "breached")
