# attack: change the root directory, the first step of the classic way out
# expect: AC
# incident: chroot
# stopped-by: seccomp, capabilities
import os

try:
    os.chroot("/tmp")
    print("breached")
except OSError:
    print("held")
