# attack: stop itself with SIGSTOP; a timer continues it after three seconds
# expect: TLE wall
# stopped-by: wall-limit
import ctypes
import signal
import struct
import time

SYS_TIMER_CREATE, SYS_TIMER_SETTIME = 222, 223
libc = ctypes.CDLL(None)
event = ctypes.create_string_buffer(struct.pack("=qii48x", 0, signal.SIGCONT, 0))  # SIGEV_SIGNAL
timer = ctypes.c_int()
started = time.monotonic()
if libc.syscall(SYS_TIMER_CREATE, 1, event, ctypes.byref(timer)) == 0:
    after = ctypes.create_string_buffer(struct.pack("=4q", 0, 0, 3, 0))
    if libc.syscall(SYS_TIMER_SETTIME, timer, 0, after, None) == 0:
        signal.raise_signal(signal.SIGSTOP)
time.sleep(max(0, started + 3 - time.monotonic()))  # where there was no timer, or no stopping
print("breached")
