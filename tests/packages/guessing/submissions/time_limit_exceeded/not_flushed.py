# Waits for the answer to a guess that is still in its own buffer: a deadlock, ended by the wall limit.
import sys

n = int(sys.stdin.readline())
if n == 900:
    print(450)
    sys.stdin.readline()
print({10: 7, 1: 1, 1000: 1000, 900: 617}[n], flush=True)
