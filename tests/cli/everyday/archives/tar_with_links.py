# tarfile: folders, links, filters, streams, members in memory.
import io
import os
import tarfile

os.makedirs("src/sub")
for name in ("a.txt", "sub/b.txt"):
    with open(f"src/{name}", "w") as file:
        file.write(name * 3)
os.symlink("a.txt", "src/link")


def anonymous(info):
    info.uid = info.gid = 0
    info.uname = info.gname = "student"
    info.mtime = 1_000_000_000
    return None if info.name.endswith("skip") else info


for mode in ("w", "w:gz", "w:bz2", "w:xz"):
    with tarfile.open("out.tar", mode) as archive:
        archive.add("src", filter=anonymous)
        extra = tarfile.TarInfo("memory.txt")
        extra.size = 5
        archive.addfile(extra, io.BytesIO(b"12345"))
    with tarfile.open("out.tar") as archive:
        names = sorted((m.name, m.size, m.type.decode(), m.linkname) for m in archive)
        print(mode, names if mode == "w" else len(names), archive.extractfile("memory.txt").read())
with tarfile.open("out.tar") as archive:
    archive.extractall("back")
    print(os.readlink("back/src/link"), open("back/src/sub/b.txt").read(), int(os.path.getmtime("back/src/a.txt")))
    print(archive.getmember("src/a.txt").uname, tarfile.is_tarfile("main.py"))
buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode="w|gz") as archive:
    archive.add("src/a.txt", arcname="x")
buffer.seek(0)
with tarfile.open(fileobj=buffer, mode="r|*") as archive:
    print([member.name for member in archive])
try:
    tarfile.open("main.py")
except tarfile.ReadError as error:
    print(str(error).splitlines()[0])
