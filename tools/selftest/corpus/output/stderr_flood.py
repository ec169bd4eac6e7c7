# attack: flood standard error, which has a smaller limit
# expect: OLE
# stopped-by: output-limit
import os

for block in range(16):
    os.write(2, b"x" * (1 << 16))
print("breached")
