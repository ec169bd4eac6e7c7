# attack: signal every process in reach (with signal 0, which only asks)
# expect: AC
# incident: kill
# stopped-by: seccomp
import os

try:
    os.kill(-1, 0)
    print("breached")
except PermissionError:
    print("held")
except ProcessLookupError:  # the kernel looked, and there was nobody else
    print("breached")
