# attack: ask the file systems behind the runtime's files: freeze, trim, flags, clones, where on the disk a file is
# expect: AC
# incident: ioctl
# stopped-by: seccomp
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
fd = os.open(os.__file__, os.O_RDONLY)
REQUESTS = {"FIFREEZE": 0xC0045877, "FITHAW": 0xC0045878, "FITRIM": 0xC0185879, "FS_IOC_FIEMAP": 0xC020660B,
            "FIBMAP": 1, "FIGETBSZ": 2, "FS_IOC_GETFLAGS": 0x80086601, "FS_IOC_SETFLAGS": 0x40086602,
            "FS_IOC_GETVERSION": 0x80087601, "FICLONE": 0x40049409, "FIDEDUPERANGE": 0xC0189436,
            "FS_IOC_FSGETXATTR": 0x801C581F, "FIOQSIZE": 0x5460, "NS_GET_USERNS": 0xB701}
NO_POINTER = ctypes.c_long(1)
results = [libc.ioctl(fd, ctypes.c_ulong(request), NO_POINTER) == -1 and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS
           for request in REQUESTS.values()]
print("held" if all(results) else "breached")
