# Uncaught exceptions in threads: excepthook, the default text on stderr, thread-local data.
import sys
import threading

local = threading.local()
local.name = "main"
seen = []


def work(n):
    local.name = f"thread {n}"
    seen.append((n, local.name))
    if n == 1:
        raise RuntimeError("a fault in a thread")
    if n == 2:
        sys.exit("this ends the thread alone")


default = threading.excepthook
threading.excepthook = lambda args: print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)
for n in range(3):
    thread = threading.Thread(target=work, args=(n,), name=f"worker-{n}")
    thread.start()
    thread.join()
threading.excepthook = default
print(sorted(seen), local.name)
thread = threading.Thread(target=work, args=(1,), name="last")
thread.start()
thread.join()
print(threading.main_thread().name, threading.current_thread() is threading.main_thread())
try:
    thread.start()
except RuntimeError as error:
    print(error)
