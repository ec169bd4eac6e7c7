# os, sys, platform: what doesn't depend on the machine.
import os
import platform
import sys

os.environ["COURSE"] = "101"
print(os.getenv("COURSE"), os.getenv("NOTHING", "default"), os.environ["TZ"], os.environ.get("LC_ALL"))
print(platform.system(), platform.python_implementation(), platform.python_version_tuple()[:2], sys.platform, os.name)
print(sys.version_info >= (3, 11), sys.byteorder, sys.maxsize)
print(sys.float_info.dig, sys.int_info.bits_per_digit, sys.maxunicode)
print(len(sys.argv), os.path.basename(sys.argv[0]), __name__)
print(os.path.basename(__file__), sys.flags.optimize, sys.flags.utf8_mode)
print(os.getpid() == os.getpid(), os.getppid() >= 0, os.cpu_count() >= 1)
print(os.sep, os.pathsep, repr(os.linesep), os.devnull)
print("math" in sys.builtin_module_names, "json" in sys.stdlib_module_names)
print(sys.getfilesystemencoding(), sys.getdefaultencoding())
print(os.path.samefile(".", os.getcwd()), os.get_terminal_size is not None)
print(len(os.urandom(8)), os.fsencode("é"), os.fspath("x"))
try:
    os.get_terminal_size()
except OSError as error:
    print(type(error).__name__)
import shutil  # noqa: E402

print(shutil.get_terminal_size((70, 20)), sys.getswitchinterval(), sys.intern("a") is "a"[:])
try:
    os.environ["X"] = 5
except TypeError as error:
    print(error)
