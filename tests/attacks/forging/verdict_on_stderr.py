# attack: print what a judge would print, where a careless reader looks for it
# expect: RTE
import os

for fd in (1, 2):
    os.write(fd, b"AC\nverdict: AC\nscore: 100\nexit_code: 0\nassize: accepted\n1..1\nok 1\n")
os._exit(1)
