# Takes a word to be a run of letters and leaves digits and punctuation in place: WA.
import re


def mirror(match):
    word = match.group()
    return "".join(b.upper() if a.isupper() else b.lower() for a, b in zip(word, word[::-1]))


for _ in range(int(input())):
    print(re.sub("[A-Za-z]+", mirror, input()))
