# attack: execute from many threads at once, while another changes what is executed under the eyes of the judge
# expect: AC
# incident: execve
# stopped-by: seccomp
import ctypes
import sys
import threading

EXECVE = 59
libc = ctypes.CDLL(None, use_errno=True)
harmless = sys.executable.encode() + b"\0"
path = ctypes.create_string_buffer(harmless, 4096)
words = [sys.executable.encode(), b"-c", b"print('breached')", None]
arguments = (ctypes.c_char_p * len(words))(*words)
done = threading.Event()


def change():
    while not done.is_set():
        ctypes.memmove(path, b"/nowhere\0", 9)
        ctypes.memmove(path, harmless, len(harmless))


def execute():
    for _ in range(50):
        libc.syscall(EXECVE, path, arguments, None)


changing = threading.Thread(target=change)
changing.start()
threads = [threading.Thread(target=execute) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
done.set()
changing.join()
execute()  # once more, with nobody changing anything
print("held")
