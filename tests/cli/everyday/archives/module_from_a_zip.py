# Modules imported from a zip file and from a folder that the program writes.
import importlib
import os
import sys
import zipfile

with zipfile.ZipFile("library.zip", "w") as archive:
    archive.writestr("shapes/__init__.py", "from .circle import area\nNAME = __name__\n")
    archive.writestr("shapes/circle.py", "def area(r):\n    return 3 * r * r\n")
    archive.writestr("shapes/data.txt", "some data")
sys.path.insert(0, "library.zip")
import shapes  # noqa: E402

print(shapes.area(2), shapes.NAME, type(shapes.__loader__).__name__, os.path.basename(shapes.__file__))
print(shapes.__loader__.get_data(os.path.join("library.zip", "shapes", "data.txt")))
os.mkdir("plugins")
for name in ("alpha", "beta"):
    with open(f"plugins/{name}.py", "w") as file:
        file.write(f"def run():\n    return 'plugin {name}'\n")
sys.path.append("plugins")
importlib.invalidate_caches()
for name in ("alpha", "beta", "gamma"):
    try:
        print(importlib.import_module(name).run())
    except ModuleNotFoundError as error:
        print(error, error.name)
print(sorted(name for name in sys.modules if name in ("alpha", "beta", "gamma")))
