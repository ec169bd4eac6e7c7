# attack: execute the dynamic loader and let it load the interpreter
# expect: AC
# incident: execve
# stopped-by: seccomp
import os
import sys

LOADER = "/lib64/ld-linux-x86-64.so.2"
try:
    os.execv(LOADER, [LOADER, "--argv0", sys.executable, sys.executable, "-c", "print('breached')"])
except OSError:
    print("held")
