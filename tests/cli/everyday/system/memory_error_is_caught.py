# Asking for more memory than anybody has.
import sys

for size in (2**62, 2**60):
    try:
        bytearray(size)
    except (MemoryError, OverflowError) as error:
        print(type(error).__name__)
try:
    "x" * sys.maxsize
except MemoryError:
    print("MemoryError")
try:
    [0] * sys.maxsize
except MemoryError:
    print("MemoryError")
try:
    range(10**30)[10**31]
except IndexError as error:
    print(error)
print(len(range(sys.maxsize)) == sys.maxsize, sum(range(10**30)[:4]))
