# attack: become two processes
# expect: AC
# incident: clone
# stopped-by: seccomp
import os

try:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    print("breached")
except OSError:
    print("held")
