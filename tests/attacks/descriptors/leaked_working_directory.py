# attack: climb to the host from a directory that the judge left open, or from one that it was in before
# expect: AC
import os

found = False
starts = [os.getcwd(), "/proc/self/cwd", "/proc/1/cwd", *(f"/proc/self/fd/{fd}" for fd in range(256))]
for start in starts:
    for up in range(12):
        try:
            with open(start + "/" + "../" * up + "tmp/assize-attack-canary") as canary:
                found |= "canary-secret" in canary.read()
        except OSError:
            pass
print("breached" if found else "held")
