# attack: make the kernel grow the table of descriptors by using a high number
# expect: AC
# stopped-by: rlimits
import os

try:
    os.dup2(0, 500, inheritable=False)
    print("breached")
except OSError:
    print("held")
