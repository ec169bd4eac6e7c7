# Trees that are copied, moved, packed; temporary files.
import os
import pathlib
import shutil
import tempfile
import zipfile

pathlib.Path("tree/a/b").mkdir(parents=True)
pathlib.Path("tree/a/b/c.txt").write_text("text\n")
shutil.copy2("tree/a/b/c.txt", "copy.txt")
shutil.copytree("tree", "other")
with tempfile.TemporaryDirectory() as place:
    shutil.move("other", place)
    print(sorted(str(p.relative_to(place)) for p in pathlib.Path(place).rglob("*")))
    shutil.copystat("copy.txt", place)
print(os.listxattr("copy.txt") if False else "attributes")
print(shutil.make_archive("packed", "zip", "tree").endswith("packed.zip"))
print(zipfile.ZipFile("packed.zip").namelist()[-1])
with tempfile.NamedTemporaryFile("w+") as file:
    file.write("x" * 10)
    file.flush()
    print(os.path.getsize(file.name))
print(shutil.disk_usage("/tmp").total > 0, sorted(os.listdir("tree")))
