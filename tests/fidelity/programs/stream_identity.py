import sys
print(sys.stdin is sys.__stdin__, sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__)
print(repr(sys.stdin), repr(sys.stdout), repr(sys.stderr))
print(sys.getrefcount(sys.stdout), sys.stdout._CHUNK_SIZE, sys.stdin.buffer.raw._blksize)
