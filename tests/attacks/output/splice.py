# attack: move pages of a file to standard output without copying; where that is denied, write
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
            sent += os.splice(data.fileno(), 1, SIZE - sent, offset_src=sent)
        except OSError:
            sent += os.write(1, b"x" * (SIZE - sent))
os.write(1, b"\nbreached\n")
