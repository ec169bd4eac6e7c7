# Collects a word's letters from the back, one recursive call per letter; the long word passes the recursion limit: RTE.
def collect(word, i, letters):
    if i >= 0:
        letters.append(word[i])
        collect(word, i - 1, letters)


def mirror(word):
    back = []
    collect(word, len(word) - 1, back)
    return "".join(b.upper() if a.isupper() else b.lower() for a, b in zip(word, back))


for _ in range(int(input())):
    print(" ".join(map(mirror, input().split(" "))))
