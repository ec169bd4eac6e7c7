# Works on bytes from sys.stdin.buffer and caches the words it has seen: correct, so AC.
import sys
from functools import lru_cache


@lru_cache(maxsize=4096)
def mirror(word):
    low = word[::-1].lower()
    if word.islower():
        return low
    high = low.upper()
    return bytes(h if 65 <= w <= 90 else l for w, l, h in zip(word, low, high))


data = sys.stdin.buffer.read()
body = data[data.index(b"\n") + 1 :]
out = (b" ".join(map(mirror, line.split(b" "))) for line in body.split(b"\n"))
sys.stdout.buffer.write(b"\n".join(out))
