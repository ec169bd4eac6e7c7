# attack: plant directories and symbolic links in the root
# expect: AC
# stopped-by: read-only, landlock
import os

planted = []
for place in ("/", "/usr", "/usr/lib", "/usr/lib/assize-probe", "/etc", "/dev", "/proc"):
    for plant in (os.mkdir, lambda path: os.symlink("/tmp", path)):
        try:
            plant(os.path.join(place, "planted"))
            planted.append(place)
            break
        except OSError:
            pass
print("breached" if planted else "held")
