# attack: reach a file of the host through symbolic links, absolute and through /proc
# expect: AC
# stopped-by: file-view, landlock
import os

found = False
targets = ("/host/tmp/assize-attack-canary", "/proc/self/root/host/tmp/assize-attack-canary", "/proc/1/root/tmp/assize-attack-canary")
for number, target in enumerate(targets):
    link = f"/tmp/link{number}"
    os.symlink(target, link)
    try:
        with open(link) as canary:
            found |= "canary-secret" in canary.read()
    except OSError:
        pass
print("breached" if found else "held")
