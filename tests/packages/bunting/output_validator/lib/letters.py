"""Says how often each letter is there."""
import collections
import sys

counts = collections.Counter(sys.stdin.read().replace("\n", ""))
with open(sys.argv[1] + "judgemessage.txt", "w") as message:
    print(*(f"{letter}: {counts[letter]}" for letter in "abc"), file=message)
