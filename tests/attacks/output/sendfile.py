# attack: let the kernel copy a file to standard output; where that is denied, write it
# expect: OLE
# stopped-by: output-limit
import os

SIZE = 1 << 20
with open("/tmp/data", "w+b") as data:
    data.write(b"x" * SIZE)
    data.flush()
    sent = 0
    while sent < SIZE:
        try:
            sent += os.sendfile(1, data.fileno(), sent, SIZE - sent)
        except OSError:
            sent += os.write(1, b"x" * (SIZE - sent))
os.write(1, b"\nbreached\n")
