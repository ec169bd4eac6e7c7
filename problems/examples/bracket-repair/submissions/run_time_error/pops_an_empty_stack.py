# Pops from an empty list when a closing bracket comes first (IndexError, not caught): RTE.
import sys

PARTNER = {")": "(", "]": "[", "}": "{"}
lines = sys.stdin.read().split("\n")
for line in lines[1 : 1 + int(lines[0])]:
    out, waiting = list(line), []
    for i, c in enumerate(line):
        if c in "([{":
            waiting.append(i)
        elif c in PARTNER:
            place = waiting.pop()
            if line[place] != PARTNER[c]:
                waiting.append(place)
                out[i] = ""
    for i in waiting:
        out[i] = ""
    print(out.count(""))
    print("".join(out))
