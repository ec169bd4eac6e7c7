# attack: open its own standard output for reading, to take back what the judge was to count
# expect: AC
import os
import stat

opened = False
for number in (1, 2):
    path = "/proc/self/fd/%d" % number
    for mode in (0o666, 0o444, None):
        try:
            if mode is not None:
                os.fchmod(number, mode)
        except OSError:
            pass
        try:
            os.chmod(path, 0o666)
        except OSError:
            pass
        for flags in (os.O_RDONLY, os.O_RDWR):
            try:
                os.close(os.open(path, flags | os.O_NONBLOCK))
                opened = True
            except OSError:
                pass
with open("/dev/stdout", "w") as output:  # an ordinary program may do that
    output.write("breached\n" if opened or not stat.S_ISFIFO(os.fstat(1).st_mode) else "held\n")
