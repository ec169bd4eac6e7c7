# attack: widen the pipe so that all the output fits in, and end before the judge reads any of it
# expect: OLE
# stopped-by: output-limit
import fcntl
import os

SIZE = 1 << 20
try:
    fcntl.fcntl(1, getattr(fcntl, "F_SETPIPE_SZ", 1031), SIZE)
except OSError:
    pass
data = memoryview(b"x" * (SIZE - 4096) + b"\nbreached\n")
while data:
    data = data[os.write(1, data) :]
os._exit(0)
