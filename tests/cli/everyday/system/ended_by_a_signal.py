# A program that ends itself by SIGTERM, after a handler was there and was taken back.
import signal
import sys

signal.signal(signal.SIGTERM, lambda *_: print("handled"))
signal.raise_signal(signal.SIGTERM)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
print("now")
sys.stdout.flush()
signal.raise_signal(signal.SIGTERM)
print("never")
