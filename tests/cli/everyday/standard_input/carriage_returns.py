# stdin: b'one\r\ntwo\r\n\r\nthree\rfour\n'
# Lines from Windows, and a lone carriage return: what input(), readline and the bytes make of them.
import sys

print(repr(input()))
print(repr(sys.stdin.readline()), repr(sys.stdin.readline()))
print(repr(sys.stdin.read()))
