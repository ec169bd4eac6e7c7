# attack: crash with a limit of 0 on core files, at which the kernel starts the host's helper program for them all the same
# expect: AC
# incident: prlimit64
# stopped-by: seccomp
import resource

hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
try:
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    print("breached")
except (OSError, ValueError):
    print("held")
