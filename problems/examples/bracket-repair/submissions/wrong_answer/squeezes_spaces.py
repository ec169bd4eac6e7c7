# Joins words with single spaces; only the group 03-spaces compares white space, and there it fails: WA.
import sys

PARTNER = {")": "(", "]": "[", "}": "{"}
lines = sys.stdin.read().split("\n")
for line in lines[1 : 1 + int(lines[0])]:
    out, waiting = list(line), []
    for i, c in enumerate(line):
        if c in "([{":
            waiting.append(i)
        elif c in PARTNER:
            if waiting and line[waiting[-1]] == PARTNER[c]:
                waiting.pop()
            else:
                out[i] = ""
    for i in waiting:
        out[i] = ""
    print(out.count(""))
    print(" ".join("".join(out).split()))
