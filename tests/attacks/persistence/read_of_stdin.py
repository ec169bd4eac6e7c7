# attack: leave a mark by having read the input: the time of its last access is later than that of a fresh one
# expect: AC
# runs: 2
# stdin: 17 4
import os

seen = os.fstat(0)
print("held" if seen.st_atime == seen.st_mtime == 1577836800 else "breached")
while os.read(0, 1):
    pass
