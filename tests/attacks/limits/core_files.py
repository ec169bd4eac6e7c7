# attack: ask for core files, which would be written where the host says
# expect: AC
# stopped-by: rlimits
import resource

hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
try:
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
except (OSError, ValueError):
    pass
print("breached" if resource.getrlimit(resource.RLIMIT_CORE)[0] != 0 else "held")
