# attack: raise the limit on address space, then use it
# expect: AC
# stopped-by: rlimits
import resource

UNLIMITED = resource.RLIM_INFINITY
try:
    resource.setrlimit(resource.RLIMIT_AS, (UNLIMITED, UNLIMITED))
except (OSError, ValueError):
    pass
try:
    reserved = bytes(4 << 30)  # zeroed pages, never touched
    print("breached")
except MemoryError:
    print("held")
