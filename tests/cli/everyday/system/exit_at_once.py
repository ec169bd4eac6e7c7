# os._exit: neither finally nor atexit, nor what is still in the buffer.
import atexit
import os
import sys

atexit.register(print, "never")
print("flushed")
sys.stdout.flush()
try:
    print("lost")
    os._exit(5)
finally:
    print("never")
