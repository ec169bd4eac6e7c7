# attack: flood standard output with gathered writes
# expect: OLE
# stopped-by: output-limit
import os

sent = 0
while sent < 1 << 20:
    sent += os.writev(1, [b"x" * 4096] * 16)
os.write(1, b"\nbreached\n")
