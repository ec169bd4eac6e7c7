# attack: open standard output again by its path and flood it there; where that is denied, use what is open
# expect: OLE
# stopped-by: output-limit
import os

try:
    fd = os.open("/dev/stdout", os.O_WRONLY)
except OSError:
    fd = 1
for block in range(256):
    os.write(fd, b"x" * 4096)
os.write(fd, b"\nbreached\n")
