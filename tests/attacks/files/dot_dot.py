# attack: climb above the root with a long chain of parent directories
# expect: AC
# stopped-by: file-view, landlock
found = False
for start in ("/", "/box/", "/tmp/", "/proc/self/cwd/", ""):
    for target in ("tmp/assize-attack-canary", "host/tmp/assize-attack-canary"):
        try:
            with open(start + "../" * 40 + target) as canary:
                found |= "canary-secret" in canary.read()
        except OSError:
            pass
print("breached" if found else "held")
