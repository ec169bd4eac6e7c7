# Forks a child to do the adding; os.fork is denied (PermissionError) and nothing catches that: RTE.
import os
import sys

child = os.fork()
if child == 0:
    next(sys.stdin)
    for line in sys.stdin:
        print(sum(map(int, line.split())))
    sys.stdout.flush()
    os._exit(0)
os.waitpid(child, 0)
