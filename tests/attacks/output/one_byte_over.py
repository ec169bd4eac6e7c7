# attack: write one byte more than allowed
# expect: OLE
# stopped-by: output-limit
import os
import time

data = memoryview(b"x" * ((256 << 10) + 1))
while data:
    data = data[os.write(1, data) :]
time.sleep(0.3)
os.write(1, b"\nbreached\n")
