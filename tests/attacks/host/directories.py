# attack: find directories that only the host has
# expect: AC
# stopped-by: file-view
import os

NAMES = ("sys/kernel", "sys/fs/cgroup", "root", "var/lib", "var/log", "boot", "opt", "srv", "etc/ssh", "etc/init.d", "bin/sh", "usr/sbin")
seen = [root + name for root in ("/", "/host/", "/proc/1/root/") for name in NAMES if os.path.exists(root + name)]
print("breached" if seen else "held")
