# attack: write into the programs that the judge and later runs execute, through the processes that run them
# expect: AC
import os
import sys

paths = [f"/proc/{pid}/exe" for pid in ("self", *range(1, 64))] + [sys.executable, os.path.realpath(sys.executable)]
with open("/proc/self/maps") as maps:
    paths += sorted({line.split()[5] for line in maps if ".so" in line})
opened = []
for path in paths:
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_APPEND):
        try:
            os.close(os.open(path, flags))
            opened.append(path)
        except OSError:
            pass
print("breached" if opened else "held")
