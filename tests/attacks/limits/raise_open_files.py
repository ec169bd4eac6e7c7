# attack: raise the limit on open files, then use it
# expect: AC
# stopped-by: rlimits
import os
import resource

for wanted in (4096, 300):
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, wanted))
        break
    except (OSError, ValueError):
        pass
try:
    for number in range(200):
        os.open("/dev/null", os.O_RDONLY)
    print("breached")
except OSError:
    print("held")
