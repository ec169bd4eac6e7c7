# attack: find the control groups, to lift its own limits
# expect: AC
# stopped-by: file-view
import glob

found = []
for root in ("", "/host", "/proc/1/root"):
    for pattern in ("/sys/fs/cgroup/*", "/cgroup/*", "/sys/fs", "/sys"):
        found += glob.glob(root + pattern)
print("breached" if found else "held")
