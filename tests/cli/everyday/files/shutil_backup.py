# shutil: copying trees with filters, moving, archives and their unpacking.
import os
import shutil

os.makedirs("work/cache")
for name in ("a.txt", "b.tmp", "cache/c.txt"):
    with open(os.path.join("work", name), "w") as file:
        file.write(name)
os.utime("work/a.txt", (1_000_000_000, 1_000_000_000))
shutil.copytree("work", "backup", ignore=shutil.ignore_patterns("*.tmp", "cache"))
print(sorted(os.listdir("backup")), int(os.path.getmtime("backup/a.txt")))
shutil.copytree("work", "backup", dirs_exist_ok=True)
print(sorted(os.listdir("backup")))
print(shutil.copyfile("work/a.txt", "copy.txt"))
print(shutil.copy("work/a.txt", "backup/cache"), shutil.move("copy.txt", "backup"))
os.chmod("work/a.txt", 0o640)
shutil.copymode("work/a.txt", "backup/a.txt")
print(oct(os.stat("backup/a.txt").st_mode & 0o777))
for kind in ("zip", "tar", "gztar", "bztar", "xztar"):
    name = shutil.make_archive(f"packed-{kind}", kind, root_dir="backup")
    shutil.unpack_archive(name, f"out-{kind}")
    print(os.path.basename(name), sorted(os.listdir(f"out-{kind}")))
shutil.rmtree("backup")
print(os.path.exists("backup"), shutil.which("no-such-program"))
try:
    shutil.copyfile("work/a.txt", "work/a.txt")
except shutil.SameFileError as error:
    print(type(error).__name__, error)
try:
    shutil.rmtree("backup")
except FileNotFoundError as error:
    print(error.filename)
shutil.rmtree("backup", ignore_errors=True)
