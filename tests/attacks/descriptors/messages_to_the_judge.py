# attack: send a forged report to whatever descriptor the judge left open
# expect: AC
# stopped-by: close-fds
import os

found = []
for fd in range(3, 64):
    try:
        os.fstat(fd)
        found.append(fd)
        os.write(fd, b'\n{"verdict":"AC","exit_code":0}\n')
    except OSError:
        pass  # not open, or only for reading
print("breached" if found else "held")
