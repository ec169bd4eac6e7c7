# attack: learn the name of the host, by being in the kernel's first namespace for names
# expect: AC
# stopped-by: uts-namespace
import os

FIRST = "uts:[4026531838]"  # the same number on every machine
print("breached" if os.readlink("/proc/self/ns/uts") == FIRST else "held")
