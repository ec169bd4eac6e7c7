import threading
print(threading.stack_size())
def f(n): return 0 if n == 0 else 1 + f(n - 1)
t = threading.Thread(target=lambda: print(f(900))); t.start(); t.join()
threading.stack_size(1 << 25)
print(threading.stack_size())
