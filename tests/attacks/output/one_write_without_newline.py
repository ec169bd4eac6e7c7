# attack: one write far above the limit, without a single line end
# expect: OLE
# stopped-by: output-limit
import os

data = memoryview(b"x" * (1 << 20))
while data:
    data = data[os.write(1, data) :]
os.write(1, b"\nbreached\n")
