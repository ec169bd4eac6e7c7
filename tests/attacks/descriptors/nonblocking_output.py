# attack: make its output non-blocking, in case the judge reads from the same open file
# expect: AC
import os
import time

for fd in (0, 1, 2):
    os.set_blocking(fd, False)
time.sleep(0.2)
print("held")
