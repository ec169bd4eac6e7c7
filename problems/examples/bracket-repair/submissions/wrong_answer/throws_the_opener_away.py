# On a mismatch it strikes the waiting bracket as well as the closing one, which is not what the rules say: WA.
import sys

PARTNER = {")": "(", "]": "[", "}": "{"}
lines = sys.stdin.read().split("\n")
for line in lines[1 : 1 + int(lines[0])]:
    out, waiting = list(line), []
    for i, c in enumerate(line):
        if c in "([{":
            waiting.append(i)
        elif c in PARTNER:
            if not waiting:
                out[i] = ""
                continue
            place = waiting.pop()
            if line[place] != PARTNER[c]:
                out[i] = out[place] = ""
    for i in waiting:
        out[i] = ""
    print(out.count(""))
    print("".join(out))
