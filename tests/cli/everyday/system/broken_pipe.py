# A pipe whose reader is gone: BrokenPipeError, since Python ignores SIGPIPE.
import os

reader, writer = os.pipe()
os.close(reader)
try:
    os.write(writer, b"x")
except BrokenPipeError as error:
    print(error)
with os.fdopen(writer, "w") as file:
    try:
        print("x", file=file, flush=True)
    except BrokenPipeError as error:
        print("again", error.errno)
    try:
        file.close()
    except BrokenPipeError:
        print("on closing too")
