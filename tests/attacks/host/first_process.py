# attack: look into the memory, the files and the descriptors of the first process
# expect: AC
import os

seen = []
for name in ("mem", "maps", "environ", "auxv", "exe", "cwd", "root/", "fd/", "map_files/"):
    path = "/proc/1/" + name
    try:
        if name.endswith("/"):
            os.listdir(path)
        else:
            open(path, "rb").close()
        seen.append(name)
    except OSError:
        pass
print("breached" if seen else "held")
