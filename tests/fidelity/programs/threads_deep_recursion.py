import sys, threading
sys.setrecursionlimit(10**6)
threading.stack_size(1 << 27)
def f(n): return 0 if n == 0 else max([1], key=lambda _: 0) + f(n - 1)
t = threading.Thread(target=lambda: print(f(50000))); t.start(); t.join()
