import os
import sys
sys.setrecursionlimit(10**8)


def deeper(n):
    if n % 100 == 0:
        os.write(1, b"%d\n" % n)
    return max([n], key=lambda k: deeper(k + 1))


deeper(0)
