# attack: read a file of the host by its path
# expect: AC
# stopped-by: file-view, landlock
found = False
for root in ("", "/host", "/mnt", "/proc/1/root", "/proc/1/cwd", "/proc/self/root/host"):
    try:
        with open(root + "/tmp/assize-attack-canary") as canary:
            found |= "canary-secret" in canary.read()
    except OSError:
        pass
print("breached" if found else "held")
