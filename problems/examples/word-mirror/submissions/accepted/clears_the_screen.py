# Calls os.system("clear") first; that is denied without an exception, and the answer is right all the same: AC.
import os
import re

os.system("clear")


def mirror(match):
    word = match[0]
    if word.islower():
        return word[::-1]
    return "".join(
        b.upper() if a.isupper() else b.lower() for a, b in zip(word, reversed(word))
    )


for _ in range(int(input())):
    print(re.sub("[^ ]+", mirror, input()))
