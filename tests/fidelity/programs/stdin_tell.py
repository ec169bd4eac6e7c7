# stdin: 'first\nsecond\n'
import sys, os
print(sys.stdin.seekable(), os.lseek(0, 0, 1), os.fstat(0).st_size)
print(sys.stdin.readline())
print(os.lseek(0, 0, 1))
sys.stdin.seek(0)
print(sys.stdin.read())
