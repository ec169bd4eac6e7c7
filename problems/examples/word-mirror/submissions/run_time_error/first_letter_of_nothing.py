# Looks at word[0] of the empty piece between two spaces and dies of an IndexError: RTE.
def mirror(word):
    back = word[::-1].lower()
    rest = zip(word[1:], back[1:])
    first = back[0].upper() if word[0].isupper() else back[0]
    return first + "".join(b.upper() if a.isupper() else b for a, b in rest)


# All output comes at the end, so that a crash leaves none.
lines = [input() for _ in range(int(input()))]
print("\n".join(" ".join(map(mirror, line.split(" "))) for line in lines))
