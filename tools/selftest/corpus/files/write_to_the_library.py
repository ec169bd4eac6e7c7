# attack: drop a module where the interpreter will find it in every later run
# expect: AC
# stopped-by: read-only, landlock
import os
import sys

places = [os.path.dirname(os.__file__), "/usr/lib/assize-probe", "/", "/usr/lib", "/etc", "/dev"]
places += [place for place in sys.path if place.startswith("/") and place not in ("/box", "/tmp")]
dropped = []
for place in places:
    path = os.path.join(place, "sitecustomize_evil.py")
    try:
        with open(path, "w") as module:
            module.write("")
        os.unlink(path)
        dropped.append(path)
    except OSError:
        pass
print("breached" if dropped else "held")
