# attack: open files by handle instead of by path, past every mount; any answer but a refusal shows a way
# expect: AC
# incident: open_by_handle_at
# incident: name_to_handle_at
# stopped-by: seccomp
import ctypes

BAD = ctypes.c_void_p(1)
libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    return libc.syscall(number, *arguments) == -1 and ctypes.get_errno() in (1, 38)


results = [refused(303, -1, BAD, BAD, BAD, 0), refused(304, -1, BAD, 0)]
print("held" if all(results) else "breached")
