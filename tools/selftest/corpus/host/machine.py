# attack: learn what machine it runs on and how busy it is
# expect: AC
# stopped-by: proc-subset
seen = []
for name in ("meminfo", "cpuinfo", "loadavg", "uptime", "stat", "version", "cmdline", "partitions", "diskstats"):
    try:
        with open("/proc/" + name) as report:
            seen.append(report.read(1))
    except OSError:
        pass
print("breached" if seen else "held")
