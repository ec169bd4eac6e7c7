# attack: make the parts of the root writable for itself
# expect: AC
# stopped-by: read-only
import os

changed = []
for place in ("/", "/usr", "/usr/lib", "/usr/lib/assize-probe", "/etc", "/etc/passwd", "/dev", os.path.dirname(os.__file__), os.__file__):
    try:
        os.chmod(place, 0o777)
        changed.append(place)
    except OSError:
        pass
print("breached" if changed else "held")
