# os.pipe, dup, redirecting standard output by descriptors, select, poll.
import os
import select
import sys

reader, writer = os.pipe()
print(select.select([reader], [writer], [], 0)[1] == [writer])
os.write(writer, b"through the pipe")
print(select.select([reader], [], [], 1)[0] == [reader], os.read(reader, 7))
print(os.get_blocking(reader), os.get_inheritable(reader))
os.set_blocking(reader, False)
os.read(reader, 100)
try:
    os.read(reader, 1)
except BlockingIOError as error:
    print(type(error).__name__)
poller = select.poll()
poller.register(reader, select.POLLIN)
print(poller.poll(1))
os.close(writer)
print(poller.poll(100) == [(reader, select.POLLHUP)], os.read(reader, 1))
sys.stdout.flush()
saved = os.dup(1)
target = os.open("captured.txt", os.O_WRONLY | os.O_CREAT)
os.dup2(target, 1)
print("into the file")
os.write(1, b"directly\n")
sys.stdout.flush()
os.dup2(saved, 1)
print(open("captured.txt").read().splitlines())
with os.fdopen(saved, "w") as file:
    print("by another descriptor", file=file)
os.close(reader)
try:
    os.write(writer, b"x")
except OSError as error:
    print(error.strerror)
