import ctypes
l = ctypes.CDLL(None)
for n in ('assize_execute', 'assize_prepare', 'assize_wait_for_run', 'assize_finish'):
    print(n, hasattr(l, n))
