# stdin: 'real input\n'
# Streams replaced by StringIO, as tests of programs do it.
import io
import sys

real = sys.stdin, sys.stdout
sys.stdin, sys.stdout = io.StringIO("4\n5\n"), io.StringIO()
try:
    print(int(input("a? ")) + int(input("b? ")))
    text = sys.stdout.getvalue()
finally:
    sys.stdin, sys.stdout = real
print(repr(text), input())
