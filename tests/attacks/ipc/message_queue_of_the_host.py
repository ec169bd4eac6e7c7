# attack: open a System V message queue of the host and write to it
# expect: AC
# incident: msgget
# stopped-by: ipc-namespace, seccomp
import ctypes

IPC_NOWAIT = 0o4000
libc = ctypes.CDLL(None)
queue = libc.msgget(0x61737A32, 0)
message = ctypes.create_string_buffer(b"\1\0\0\0\0\0\0\0stolen")
sent = queue >= 0 and libc.msgsnd(queue, message, ctypes.c_size_t(6), IPC_NOWAIT) == 0
if sent:
    libc.msgrcv(queue, message, ctypes.c_size_t(6), ctypes.c_long(1), IPC_NOWAIT)  # leave it as it was
print("breached" if sent else "held")
