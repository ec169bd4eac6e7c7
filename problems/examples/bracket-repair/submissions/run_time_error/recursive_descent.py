# Recurses once per waiting bracket under the default recursion limit, which deep nesting passes (RecursionError): RTE.
import sys

PARTNER = {"(": ")", "[": "]", "{": "}"}


def repair(text):
    out = list(text)
    at = 0

    def inside(wanted):
        nonlocal at
        while at < len(text):
            c = text[at]
            at += 1
            if c == wanted:
                return True
            if c in ")]}":
                out[at - 1] = ""
            elif c in PARTNER:
                place = at - 1
                if not inside(PARTNER[c]):
                    out[place] = ""
                    return False
        return False

    while at < len(text):
        inside("")
    return out.count(""), "".join(out)


lines = sys.stdin.read().split("\n")
for line in lines[1 : 1 + int(lines[0])]:
    print(*repair(line), sep="\n")
