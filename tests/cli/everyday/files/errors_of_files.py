# What goes wrong with files, by kind and by message.
import os

try:
    os.stat("/no/such/place")
except FileNotFoundError as error:
    print(error.errno, error.strerror)
try:
    open("/no/such/place/file", "w")
except OSError as error:
    print(type(error).__name__)
try:
    os.listdir("main.py")
except NotADirectoryError as error:
    print(error.strerror)
try:
    open(".")
except IsADirectoryError as error:
    print(error.strerror)
try:
    os.mkdir("a/b")
except FileNotFoundError as error:
    print(error.filename)
try:
    open("x" * 300)
except OSError as error:
    print(error.strerror)
try:
    os.close(987)
except OSError as error:
    print(error.strerror)
os.symlink("loop", "loop")
try:
    open("loop")
except OSError as error:
    print(error.strerror)
print(os.path.exists("loop"), os.path.lexists("loop"))
