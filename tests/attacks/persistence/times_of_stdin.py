# attack: leave a mark in the times of its input, which the next run of the same test finds
# expect: AC
# runs: 2
# stopped-by: sealed-stdin
# stdin: 17 4
import os

MARK = 1234567890
seen = os.fstat(0)
print("breached" if MARK in (int(seen.st_atime), int(seen.st_mtime)) else "held")
try:
    os.utime(0, (MARK, MARK))
except OSError:
    pass
