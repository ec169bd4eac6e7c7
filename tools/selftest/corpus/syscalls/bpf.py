# attack: load a program into the kernel; with a size that the kernel itself would find too large
# expect: AC
# incident: bpf
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(321, 0, 0, 1 << 20),  # bpf
]
print("held" if all(results) else "breached")
