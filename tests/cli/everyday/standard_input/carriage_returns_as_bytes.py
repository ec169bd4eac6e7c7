# stdin: b'one\r\ntwo\n\x00\xff end'
# The same in binary: bytes are left alone.
import sys

print(sys.stdin.buffer.readline(), sys.stdin.buffer.read(3), sys.stdin.buffer.peek()[:1])
print(sys.stdin.buffer.readlines())
