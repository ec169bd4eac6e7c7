# stdin: b'caf\xe9\nok\n\xff\xfe\n'
# Latin-1 on a UTF-8 stream: errors replaced, and surrogates of what the stream doesn't know.
import sys

sys.stdin.reconfigure(errors="backslashreplace")
print(ascii(sys.stdin.readline()), ascii(sys.stdin.read()), sys.stdin.errors)
name = b"caf\xe9".decode("utf-8", "surrogateescape")
print(ascii(name), name.encode("utf-8", "surrogateescape"), ascii(b"caf\xe9".decode("latin-1")))
try:
    b"caf\xe9".decode()
except UnicodeDecodeError as error:
    print(error)
try:
    name.encode()
except UnicodeEncodeError as error:
    print(error)
