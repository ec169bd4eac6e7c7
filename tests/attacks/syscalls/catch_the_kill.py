# attack: handle the signal that answers a forbidden entry, and go on
# expect: SV
# stopped-by: seccomp
import ctypes
import signal

X32, GETPID = 0x40000000, 39
signal.signal(signal.SIGSYS, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGSYS})
ctypes.CDLL(None).syscall(ctypes.c_long(X32 | GETPID))
print("breached")
