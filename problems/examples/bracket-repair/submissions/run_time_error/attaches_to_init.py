# Tries to trace process 1 with ptrace through ctypes and raises the error that it gets (PermissionError): RTE.
import ctypes
import os

PTRACE_ATTACH = 16
libc = ctypes.CDLL(None, use_errno=True)
if libc.ptrace(PTRACE_ATTACH, 1, None, None) == -1:
    code = ctypes.get_errno()
    raise OSError(code, os.strerror(code))
raise SystemExit(1)
