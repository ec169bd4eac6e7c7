# Handles lines without brackets by str.translate, keeps notes in a scratch file in the working directory if it may: AC.
import sys

NO_BRACKETS = str.maketrans("", "", "()[]{}")
OPENER = dict(zip(")]}", "([{"))


def note(text):
    try:
        with open("notes.txt", "a") as notes:
            notes.write(text)
    except OSError:
        pass


def repair(line):
    bare = line.translate(NO_BRACKETS)
    if len(bare) == len(line):
        return 0, line
    stack, keep = [], [True] * len(line)
    for i, c in enumerate(line):
        if c in "([{":
            stack.append(i)
            keep[i] = False
        elif c in OPENER:
            keep[i] = bool(stack) and line[stack[-1]] == OPENER[c]
            if keep[i]:
                keep[stack.pop()] = True
    return keep.count(False), "".join(c for c, k in zip(line, keep) if k)


count, *lines = sys.stdin.read().split("\n")
for number in range(int(count)):
    struck, rest = repair(lines[number])
    note(f"{struck}\n")
    print(struck, rest, sep="\n")
