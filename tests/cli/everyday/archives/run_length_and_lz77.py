# Run-length and LZ77 coding, with a check that all comes back.
import itertools
import random


def rle(text):
    return "".join(f"{len(list(group))}{char}" for char, group in itertools.groupby(text))


def unrle(code):
    out, number = [], ""
    for char in code:
        if char.isdigit():
            number += char
        else:
            out.append(char * int(number))
            number = ""
    return "".join(out)


def lz77(data, window=64):
    i, out = 0, []
    while i < len(data):
        best, distance = 0, 0
        for start in range(max(0, i - window), i):
            length = 0
            while i + length < len(data) - 1 and data[start + length] == data[i + length]:
                length += 1
            if length > best:
                best, distance = length, i - start
        out.append((distance, best, data[i + best]))
        i += best + 1
    return out


def unlz77(triples):
    out = []
    for distance, length, char in triples:
        for _ in range(length):
            out.append(out[-distance])
        out.append(char)
    return "".join(out)


print(rle("WWWWBBW"), unrle(rle("WWWWBBW")))
print(lz77("abracadabra abracadabra"))
random.seed(3)
for _ in range(20):
    text = "".join(random.choices("ab", k=random.randint(1, 60)))
    assert unlz77(lz77(text)) == text and unrle(rle(text)) == text
print("all came back")
