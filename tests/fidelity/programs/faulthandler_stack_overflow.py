import faulthandler, sys
faulthandler.enable(open('/dev/null', 'w'))
sys.setrecursionlimit(10**8)
def f(n): return max([n], key=lambda k: f(k + 1))
f(0)
