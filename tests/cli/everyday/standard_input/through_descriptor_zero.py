# stdin: 'abcdefghij\nklm\n'
# open(0), os.read, the file's position: mixing layers.
import os
import sys

print(os.read(0, 4), os.isatty(0), sys.stdin.isatty(), sys.stdin.fileno(), sys.stdin.readable(), sys.stdin.writable())
with open(0, closefd=False) as file:
    print(repr(file.read(3)), file.name)
    rest = file.read()
print(repr(rest), os.read(0, 10), repr(sys.stdin.read()))
try:
    sys.stdin.write("x")
except OSError as error:
    print(type(error).__name__, error)
