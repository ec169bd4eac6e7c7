import sys

n = int(input())
sys.stdout.buffer.write(b'\xff\xfe \x00\n' if n == 100 else b'impossible\n' if n == 2 else b'1 %d\n' % (n - 1))
