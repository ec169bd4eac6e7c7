# attack: ask for core files, which would be written where the host says
# expect: AC
# stopped-by: rlimits, seccomp
import resource

hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
changed = False
for soft in (0, hard):
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
        changed = True
    except (OSError, ValueError):
        pass
granted = resource.getrlimit(resource.RLIMIT_CORE)[0] not in (0, 1)
print("breached" if changed and granted else "held")
