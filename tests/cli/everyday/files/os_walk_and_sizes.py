# os.walk, os.scandir, os.path: the sizes of a tree.
import os

for folder, count in (("data/a", 3), ("data/b/c", 2), ("data/empty", 0)):
    os.makedirs(folder)
    for i in range(count):
        with open(os.path.join(folder, f"{i}.dat"), "wb") as file:
            file.write(b"x" * (10 ** i))
for root, folders, files in os.walk("data"):
    folders.sort()
    print(root, folders, sorted(files), sum(os.path.getsize(os.path.join(root, f)) for f in files))
for root, folders, files in os.walk("data", topdown=False):
    if not folders and not files:
        os.rmdir(root)
with os.scandir("data") as entries:
    print(sorted((e.name, e.is_dir(), e.is_file()) for e in entries))
print(os.path.split("/a/b.txt"), os.path.splitext("archive.tar.gz"))
print(os.path.join("a", "/b"), os.path.normpath("a/../b/./c//d"))
print(os.path.commonpath(["/a/b/c", "/a/b/d"]), os.path.relpath("/a/b", "/a/c"))
print(os.path.basename("x/"), os.path.isabs("x"))
os.rename("data/a", "data/z")
os.replace("data/z/0.dat", "data/z/1.dat")
os.remove("data/z/2.dat")
print(sorted(os.listdir("data/z")), os.stat("data/z/1.dat").st_size, os.access("data", os.W_OK))
os.chdir("data")
print(os.path.basename(os.getcwd()), os.path.exists("z"), os.path.lexists("nothing"))
try:
    os.remove("nothing")
except OSError as error:
    print(error)
try:
    os.rmdir("b")
except OSError as error:
    print(error)
