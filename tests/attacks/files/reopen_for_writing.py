# attack: turn what is open for reading into something to write to: by its descriptor's path, by a shared mapping
# expect: AC
import mmap
import os
import sys

changed = []
for path in (os.__file__, os.path.realpath(sys.executable), "/etc/passwd"):
    fd = os.open(path, os.O_RDONLY)
    for way in (f"/proc/self/fd/{fd}", f"/dev/fd/{fd}", f"/proc/thread-self/fd/{fd}"):
        for flags in (os.O_RDWR, os.O_WRONLY | os.O_TRUNC):
            try:
                os.close(os.open(way, flags))
                changed.append(way)
            except OSError:
                pass
    for protection in (mmap.PROT_WRITE, mmap.PROT_READ | mmap.PROT_WRITE):
        try:
            mmap.mmap(fd, 1, mmap.MAP_SHARED, protection)
            changed.append(path)
        except (OSError, ValueError):
            pass
    try:
        os.ftruncate(fd, 0)
        changed.append(path)
    except OSError:
        pass
print("breached" if changed else "held")
