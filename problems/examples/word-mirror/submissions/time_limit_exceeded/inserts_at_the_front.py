# Reverses by inserting every letter at the front of a list, quadratic in a word's length, and one word is very long: TLE (CPU).
def mirror(word):
    turned = []
    for c in word:
        turned.insert(0, c.lower())
    for i, c in enumerate(word):
        if c.isupper():
            turned[i] = turned[i].upper()
    return "".join(turned)


for _ in range(int(input())):
    print(" ".join(map(mirror, input().split(" "))))
