# zipfile: writing, listing, reading, comments, bad archives, paths.
import io
import zipfile

with zipfile.ZipFile("homework.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    archive.writestr("task1/main.py", "print('hello')\n" * 50)
    archive.writestr(zipfile.ZipInfo("task1/data.txt", (2024, 2, 29, 12, 30, 0)), "ü")
    with archive.open("task2/big.bin", "w") as member:
        for i in range(256):
            member.write(bytes([i]) * 100)
    archive.comment = b"first course"
with zipfile.ZipFile("homework.zip") as archive:
    for info in archive.infolist():
        print(info.filename, info.file_size, info.compress_size < info.file_size, f"{info.CRC:08x}", info.is_dir())
    print(archive.testzip(), archive.comment, archive.read("task1/data.txt").decode())
    print(archive.getinfo("task1/data.txt").date_time)
    with archive.open("task2/big.bin") as member:
        member.seek(12_345)
        print(member.read(3), member.tell())
    archive.extractall("out")
    print(sorted(p.name for p in zipfile.Path(archive, "task1/").iterdir()))
print(open("out/task1/main.py").readline(), end="")
with zipfile.ZipFile("homework.zip", "a") as archive:
    archive.write("out/task1/main.py", "copy.py")
    print(archive.namelist())
for bad in (b"not a zip", b"PK\x05\x06" + b"\0" * 10):
    try:
        zipfile.ZipFile(io.BytesIO(bad))
    except zipfile.BadZipFile as error:
        print(error)
print(zipfile.is_zipfile("homework.zip"), zipfile.is_zipfile("main.py"))
