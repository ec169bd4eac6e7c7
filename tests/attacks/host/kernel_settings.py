# attack: read settings of the kernel that say how the host can be attacked
# expect: AC
# stopped-by: proc-subset
seen = []
for name in ("core_pattern", "hostname", "osrelease", "randomize_va_space", "yama/ptrace_scope"):
    try:
        with open("/proc/sys/kernel/" + name) as setting:
            seen.append(setting.read())
    except OSError:
        pass
print("breached" if seen else "held")
