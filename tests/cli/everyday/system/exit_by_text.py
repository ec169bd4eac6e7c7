# sys.exit with a text: it goes to stderr, the code is 1; finally and atexit still run.
import atexit
import sys

atexit.register(print, "goodbye")
try:
    print("working")
    sys.exit("something went wrong")
finally:
    print("cleaning up")
