# Ends itself with os.abort(), that is by the signal SIGABRT: RTE.
import os
import sys

n, q = map(int, sys.stdin.readline().split())
if n >= 2:
    os.abort()
