# attack: move memory, its own and that of others, between the parts of the machine
# expect: AC
# incident: migrate_pages
# incident: move_pages
# incident: set_mempolicy
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(256, 30000, 0, 0, 0),  # migrate_pages
    refused(279, 30000, 0, 0, 0, 0, 0),  # move_pages
    refused(238, 99, 0, 0),  # set_mempolicy
]
print("held" if all(results) else "breached")
