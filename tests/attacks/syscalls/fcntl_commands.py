# attack: have the kernel tell others of its files and others' use of them: leases, notices, owners, hints
# expect: AC
# incident: fcntl
# stopped-by: seccomp
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
fd = os.open(os.__file__, os.O_RDONLY)
COMMANDS = {"F_SETOWN": 8, "F_SETSIG": 10, "F_SETOWN_EX": 15, 
            "F_SETLEASE": 1024, "F_GETLEASE": 1025, "F_NOTIFY": 1026, "F_SETPIPE_SZ": 1031, 
            "F_SET_RW_HINT": 1036, "F_SET_FILE_RW_HINT": 1038}
NO_POINTER = ctypes.c_long(2)
results = [libc.fcntl(fd, command, NO_POINTER) == -1 and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS
           for command in COMMANDS.values()]
print("held" if all(results) else "breached")
