# attack: reach a fork server or an init by its number: read its memory, signal it, take its descriptors
# expect: AC
# incident: kill
# incident: pidfd_open
# incident: process_vm_readv
# stopped-by: seccomp
import ctypes

EPERM, ENOSYS = 1, 38
libc = ctypes.CDLL(None, use_errno=True)
through = []
for number in (1, 2, 4, 5, 6, 7, 8):
    for name, call in {
        "kill": (62, number, 0x7F),
        "pidfd_open": (434, number, 0xFFFF),
        "process_vm_readv": (310, number, 0, 0, 0, 0, 0xFFFF),
    }.items():
        ctypes.set_errno(0)
        if libc.syscall(*map(ctypes.c_long, call)) != -1 or ctypes.get_errno() not in (EPERM, ENOSYS):
            through.append((name, number))
    try:
        open(f"/proc/{number}/mem", "rb").read(1)
        through.append(("mem", number))
    except OSError:
        pass
print("breached" if through else "held")
