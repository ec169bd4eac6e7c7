# attack: search the directories in reach for a file that only the host has
# expect: AC
# stopped-by: file-view
import os
from collections import deque

found = False
directories, looked_at = deque(["/"]), 0
while directories and looked_at < 3000 and not found:
    looked_at += 1
    try:
        for entry in os.scandir(directories.popleft()):
            found |= entry.name == "assize-attack-canary"
            if entry.is_dir(follow_symlinks=False) and entry.name not in ("proc", "sys"):
                directories.append(entry.path)
    except OSError:
        pass
print("breached" if found else "held")
