import sys
sys.setrecursionlimit(60)
n = 0
def f():
    global n
    n += 1
    f()
try:
    f()
except RecursionError: pass
print(n)
