# Ends its lines with carriage return and line feed; the words are right but the white space is not: WA.
import sys


def mirror(word):
    return "".join(b.upper() if a.isupper() else b.lower() for a, b in zip(word, word[::-1]))


next(sys.stdin)
for line in sys.stdin:
    sys.stdout.write(" ".join(map(mirror, line.rstrip("\n").split(" "))) + "\r\n")
