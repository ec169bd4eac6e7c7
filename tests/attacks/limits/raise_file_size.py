# attack: raise the limit on the size of files, then use it
# expect: AC
# stopped-by: rlimits
import resource

UNLIMITED = resource.RLIM_INFINITY
try:
    resource.setrlimit(resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))
except (OSError, ValueError):
    pass
try:
    with open("/tmp/sparse", "wb") as sparse:
        sparse.truncate(64 << 20)
    print("breached")
except OSError:
    print("held")
