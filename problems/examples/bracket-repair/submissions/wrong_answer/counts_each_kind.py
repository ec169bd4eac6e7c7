# Counts each kind of bracket on its own, so crossed pairs like ([)] are taken for good: WA.
import sys

lines = sys.stdin.read().split("\n")
for line in lines[1 : 1 + int(lines[0])]:
    out = list(line)
    for opening, closing in ("()", "[]", "{}"):
        waiting = []
        for i, c in enumerate(line):
            if c == opening:
                waiting.append(i)
            elif c == closing:
                if waiting:
                    waiting.pop()
                else:
                    out[i] = ""
        for i in waiting:
            out[i] = ""
    print(out.count(""))
    print("".join(out))
