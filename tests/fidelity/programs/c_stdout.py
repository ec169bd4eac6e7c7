import ctypes
libc = ctypes.CDLL(None)
libc.printf(b'from C, not flushed\n')
print('from Python')
