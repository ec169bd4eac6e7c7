# attack: learn the users of the host
# expect: AC
# stopped-by: file-view, landlock
names = set()
for root in ("", "/host", "/proc/1/root"):
    try:
        with open(root + "/etc/passwd") as users:
            names |= {line.split(":")[0] for line in users}
    except OSError:
        pass
print("breached" if {"daemon", "bin"} <= names else "held")
