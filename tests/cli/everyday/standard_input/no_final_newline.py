# stdin: 'first\nsecond'
# The last line has no line feed.
import sys

print([line for line in sys.stdin])
print(repr(sys.stdin.readline()), repr(sys.stdin.read()))
