# attack: execute a script that it wrote; an answer other than a refusal shows that the call got through
# expect: AC
# incident: execve
# stopped-by: seccomp
import errno
import os
import sys

with open("/tmp/dropped", "w") as script:
    script.write(f"#!{sys.executable}\nprint('breached')\n")
os.chmod("/tmp/dropped", 0o755)
try:
    os.execv("/tmp/dropped", ["dropped"])
except OSError as error:
    print("held" if error.errno in (errno.EPERM, errno.ENOSYS) else "breached")
