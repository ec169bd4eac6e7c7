# Uses split() and join, which turns runs of spaces into one; white space counts here, so WA.
def mirror(word):
    return "".join(b.upper() if a.isupper() else b.lower() for a, b in zip(word, word[::-1]))


for _ in range(int(input())):
    print(" ".join(map(mirror, input().split())))
