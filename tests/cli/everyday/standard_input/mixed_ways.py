# stdin: '3 4\nline two\nlast'
# Standard input by input(), by iteration and by read, to its end and past it.
import sys

a, b = map(int, input().split())
print(a + b)
for line in sys.stdin:
    print(repr(line))
print(repr(sys.stdin.read()), sys.stdin.isatty(), sys.stdin.encoding)
try:
    input()
except EOFError:
    print("the end")
