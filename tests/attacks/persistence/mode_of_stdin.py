# attack: take all rights from its input, so that the judge can't hand it to the next run
# expect: AC
# runs: 2
# stopped-by: sealed-stdin
# stdin: 17 4
import os

seen = os.fstat(0).st_mode & 0o777
text = os.read(0, 100)
print("held" if text == b"17 4\n" and seen & 0o444 == 0o444 else "breached")
for mode in (0o200, 0):
    try:
        os.fchmod(0, mode)
    except OSError:
        pass
