# Splits each line on single spaces, which keeps empty pieces and so the spacing, and reads with input(): correct, so AC.
def mirror(word):
    if not word:
        return word
    back = word[::-1].lower()
    out = []
    for i in range(len(word)):
        out.append(back[i].upper() if "A" <= word[i] <= "Z" else back[i])
    return "".join(out)


for _ in range(int(input())):
    print(" ".join(mirror(word) for word in input().split(" ")))
