import ctypes, sys
libc = ctypes.CDLL(None)
libc.printf(b'from C\n')
sys.exit(3)
