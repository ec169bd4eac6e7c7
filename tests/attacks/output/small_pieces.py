# attack: flood standard output in many small writes
# expect: OLE
# stopped-by: output-limit
import os

for piece in range(4096):
    os.write(1, b"x" * 256)
os.write(1, b"\nbreached\n")
