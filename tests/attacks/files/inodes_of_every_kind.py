# attack: use up the inodes with directories, symbolic and hard links
# expect: AC
# stopped-by: tmpfs-limits
import os

try:
    open("/box/file", "w").close()
    for number in range(600):
        os.mkdir(f"/box/directory{number}")
        os.symlink("file", f"/box/symbolic{number}")
        os.link("/box/file", f"/box/hard{number}")
    print("breached")
except OSError:
    print("held")
