# attack: leave a message for the next run in the times of directories that exist in every run
# expect: AC
# runs: 2
# stopped-by: fresh-run
import os

MESSAGE = 1234567890
seen = False
for place in ("/tmp", "/box"):
    seen |= int(os.stat(place).st_mtime) == MESSAGE
    try:
        os.utime(place, (MESSAGE, MESSAGE))
    except OSError:
        pass
print("breached" if seen else "held")
