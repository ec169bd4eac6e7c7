# What it reads then is the end of the file.
import sys

low, high = 1, int(input())
print((low + high) // 2, flush=True)
for answer in sys.stdin:
    middle = (low + high) // 2
    if answer == "lower\n":
        high = middle - 1
    elif answer == "higher\n":
        low = middle + 1
    else:
        continue
    print((low + high) // 2, flush=True)
