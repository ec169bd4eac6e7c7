# Permissions, times and kinds of files.
import os
import stat
import time

with open("script.sh", "w") as file:
    file.write("#!/bin/sh\n")
os.chmod("script.sh", 0o750)
mode = os.stat("script.sh").st_mode
print(stat.filemode(mode), stat.S_ISREG(mode), bool(mode & stat.S_IXUSR), oct(stat.S_IMODE(mode)))
os.mkdir("folder", 0o700)
os.symlink("script.sh", "link")
os.link("script.sh", "hard")
print(stat.filemode(os.lstat("link").st_mode), os.stat("hard").st_nlink, os.path.islink("link"), os.readlink("link"))
os.utime("script.sh", (0, 86400))
print(time.gmtime(os.path.getmtime("hard")).tm_mday, os.stat("script.sh").st_atime)
old = os.umask(0o077)
open("private", "w").close()
os.umask(old)
print(stat.filemode(os.stat("private").st_mode))
print(os.path.samefile("hard", "script.sh"), stat.S_ISDIR(os.stat("folder").st_mode))
os.chmod("private", 0)
try:
    os.unlink("folder")
except OSError as error:
    print(type(error).__name__)
print(sorted(os.listdir(".")).index("private") >= 0, os.statvfs(".").f_namemax)
descriptor = os.open("raw", os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600)
os.write(descriptor, b"0123456789")
os.lseek(descriptor, 3, os.SEEK_SET)
print(os.read(descriptor, 4), os.fstat(descriptor).st_size, os.pread(descriptor, 2, 8))
os.ftruncate(descriptor, 4)
os.close(descriptor)
print(os.path.getsize("raw"))
