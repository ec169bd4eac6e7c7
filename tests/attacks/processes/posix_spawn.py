# attack: start another program through the C library's own call for it
# expect: AC
# incident: clone
# stopped-by: seccomp
import os
import sys

try:
    child = os.posix_spawn(sys.executable, [sys.executable, "-c", "pass"], {})
    os.waitpid(child, 0)
    print("breached")
except OSError:
    print("held")
